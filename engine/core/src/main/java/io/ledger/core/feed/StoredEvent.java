package io.ledger.core.feed;

import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogPlace;
import java.time.Instant;
import java.util.Optional;

/**
 * One event as the log has it, for those who are told of every event, whether this server can read it
 * or not.
 *
 * @param eventId as stored
 * @param category of the stream
 * @param streamId as stored, whatever its shape
 * @param version the place in the stream's own history, from 1
 * @param eventType as stored
 * @param schemaVersion the version of the payload's shape, from 1
 * @param payload what the event says, as the JSON text that is stored
 * @param occurredAt {@link LogEntry#UNKNOWN_TIME} where the time cannot be read
 * @param metadata as far as it can be read
 * @param unreadable why this server cannot read the event, empty when it can
 * @param envelope what of the above is stored in another way
 */
public record StoredEvent(
        GlobalPosition position,
        String eventId,
        String category,
        String streamId,
        int version,
        String eventType,
        int schemaVersion,
        String payload,
        Instant occurredAt,
        EventMetadata metadata,
        Optional<String> unreadable,
        EnvelopeText envelope) {

    /** An event whose envelope is as this server would have written it. */
    public StoredEvent(
            GlobalPosition position,
            String eventId,
            String category,
            String streamId,
            int version,
            String eventType,
            int schemaVersion,
            String payload,
            Instant occurredAt,
            EventMetadata metadata,
            Optional<String> unreadable) {
        this(
                position,
                eventId,
                category,
                streamId,
                version,
                eventType,
                schemaVersion,
                payload,
                occurredAt,
                metadata,
                unreadable,
                EnvelopeText.NONE);
    }

    public LogPlace place() {
        return new LogPlace(position, eventId);
    }
}
