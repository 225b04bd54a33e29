package io.ledger.core.log;

import io.ledger.core.StreamId;
import java.time.Instant;
import java.util.UUID;

/**
 * One entry of the log, as a reader of one category sees it.
 *
 * @param <E> events of that category
 */
public sealed interface LogEntry<E> {

    /** Stands for a time that is stored and cannot be read. */
    Instant UNKNOWN_TIME = Instant.MIN;

    GlobalPosition position();

    /**
     * The id of the event as it is stored; text, because it names the entry even when the rest
     * cannot be read.
     */
    String eventId();

    /**
     * An event in its envelope.
     *
     * @param version the place in the stream's own history, from 1
     */
    record Recorded<E>(
            GlobalPosition position,
            UUID id,
            StreamId stream,
            int version,
            Instant occurredAt,
            EventMetadata metadata,
            E event)
            implements LogEntry<E> {

        @Override
        public String eventId() {
            return id.toString();
        }
    }

    /**
     * A row of the reader's category that this server cannot read as an event.
     *
     * @param streamId as stored, whatever its shape
     * @param reason why it cannot be read, for the operator
     */
    record UnreadableEntry<E>(GlobalPosition position, String eventId, String streamId, int version, String reason)
            implements LogEntry<E> {}

    /** An event of another category: it advances the reader's checkpoint and has no other effect. */
    record Foreign<E>(GlobalPosition position, String eventId, String category) implements LogEntry<E> {}
}
