package io.ledger.kafka;

import java.util.List;

/** What a reader of the topic has from a position on. */
sealed interface TopicRun {

    /**
     * Readable events that follow each other; none only where the log may have none yet.
     *
     * @param place where to take up the topic again from the last of them on
     */
    record FoundRun(List<TopicEvent> events, String place) implements TopicRun {}

    /**
     * The topic does not have them, or not yet.
     *
     * @param detail what else is known, empty when nothing
     */
    record NoRun(SourceTrouble trouble, String detail) implements TopicRun {}
}
