package io.ledger.kafka;

/** Why a projection reads the log although the topic was to be read. */
public enum SourceTrouble {
    /** Kafka does not answer, or there is no such topic. */
    UNREACHABLE("unreachable", "Kafka cannot be read"),
    /** The topic ends before the log. */
    BEHIND("behind", "the topic lacks the end of the log; look whether a relay runs"),
    /** Events are missing in the midst of the topic. */
    GAP("gap", "the topic has a gap, as a compacted one has"),
    /** The topic begins after the events that are needed. */
    REMOVED("removed", "the topic does not reach back so far"),
    /** The topic has another event at a position than the read model. */
    OTHER_EVENT("other_event", "the topic has events of another log"),
    /** The topic has another event at a position than the log. */
    OTHER_LOG("other_log", "the log is an older one than the topic, or another one"),
    /** A record of the topic cannot be read. */
    UNREADABLE("unreadable", "a record of the topic cannot be read");

    private final String label;
    private final String text;

    SourceTrouble(String label, String text) {
        this.label = label;
        this.text = text;
    }

    /** Its name in metrics. */
    public String label() {
        return label;
    }

    /** What is wrong, for people. */
    public String text() {
        return text;
    }
}
