package io.circleledger.domain.circle;

/** What a circle's life has come to. */
public enum CircleStatus {
    ACTIVE("active"),
    DISSOLVED("dissolved");

    private final String text;

    CircleStatus(String text) {
        this.text = text;
    }

    /** The status as it is stored and asked for. */
    public String text() {
        return text;
    }
}
