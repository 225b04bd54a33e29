package io.circleledger.domain.eventstore;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.circle.CircleEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.EventMetadata;
import java.time.Instant;
import java.util.UUID;

/** One place of the log with what stands there. */
public sealed interface LogEntry {

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
     * @param version the place in the circle's own history, from 1
     */
    record RecordedEvent(
            GlobalPosition position,
            UUID id,
            StreamId circleId,
            int version,
            Instant occurredAt,
            EventMetadata metadata,
            CircleEvent event)
            implements LogEntry {

        @Override
        public String eventId() {
            return id.toString();
        }
    }

    /**
     * A row of the log that is no event this server knows.
     *
     * @param circleId as stored, whatever its shape
     * @param reason why it cannot be read, for whoever looks after the ledger
     */
    record UnreadableEntry(GlobalPosition position, String eventId, String circleId, int version, String reason)
            implements LogEntry {}
}
