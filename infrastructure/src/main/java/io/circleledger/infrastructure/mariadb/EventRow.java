package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.circle.Parsed.Invalid;
import io.circleledger.domain.circle.Parsed.Valid;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.eventstore.LogEntry;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.eventstore.LogEntry.UnreadableEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** A row of {@code circle_events} as it came from the database, before anything is believed. */
record EventRow(
        long position,
        String id,
        String circleId,
        int version,
        EventCodec.Encoded event,
        Instant occurredAt,
        String metadata) {

    /** The columns that {@link #read} takes, of a table called {@code e}, but for the last. */
    private static final String ENVELOPE =
            "e.position, e.id, e.circle_id, e.version, e.event_type," + " e.schema_version, e.payload, e.occurred_at, ";

    /** The columns that {@link #read} takes, of a table called {@code e}. */
    static final String COLUMNS = ENVELOPE + "e.metadata";

    /** The same without the metadata, which then is empty. */
    static final String COLUMNS_TO_FOLD = ENVELOPE + "'' AS metadata";

    /**
     * Reads the current row.
     *
     * @param first the number of the position's column, which the others follow: looking for each by
     *     its name costs more than reading it
     */
    static EventRow read(ResultSet row, int first) throws SQLException {
        return new EventRow(
                row.getLong(first),
                row.getString(first + 1),
                row.getString(first + 2),
                row.getInt(first + 3),
                new EventCodec.Encoded(row.getString(first + 4), row.getInt(first + 5), row.getString(first + 6)),
                row.getObject(first + 7, LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getString(first + 8));
    }

    LogEntry decode(EventCodec codec) {
        var circle = CircleId.parse(circleId);
        if (circle.isEmpty()) {
            return unreadable("the circle id has an unknown shape");
        }
        UUID eventId;
        try {
            eventId = UUID.fromString(id);
        } catch (IllegalArgumentException _) {
            return unreadable("the event id is no UUID");
        }
        return switch (codec.decode(event)) {
            case Valid<CircleEvent>(var decoded) ->
                new RecordedEvent(
                        new GlobalPosition(position),
                        eventId,
                        circle.get(),
                        version,
                        occurredAt,
                        MetadataCodec.decode(metadata),
                        decoded);
            case Invalid<CircleEvent>(var reason) -> unreadable(reason);
        };
    }

    private UnreadableEntry unreadable(String reason) {
        return new UnreadableEntry(new GlobalPosition(position), id, circleId, version, reason);
    }
}
