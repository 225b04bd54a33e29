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

    /** The columns that {@link #read} takes, of a table called {@code e}. */
    static final String COLUMNS = "e.position, e.id, e.circle_id, e.version, e.event_type, e.schema_version,"
            + " e.payload, e.occurred_at, e.metadata";

    static EventRow read(ResultSet row) throws SQLException {
        return new EventRow(
                row.getLong("position"),
                row.getString("id"),
                row.getString("circle_id"),
                row.getInt("version"),
                new EventCodec.Encoded(
                        row.getString("event_type"), row.getInt("schema_version"), row.getString("payload")),
                row.getObject("occurred_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getString("metadata"));
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
