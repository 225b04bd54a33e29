package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.eventstore.LogEntry.UnreadableEntry;
import io.circleledger.domain.eventstore.LogEntry;
import io.ledger.core.Parsed.Invalid;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.log.GlobalPosition;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code circle_events} as it came from the database, before anything is believed.
 *
 * @param timeText the time as it is stored where it is none; then {@code occurredAt} is unknown
 */
record EventRow(
        long position,
        String id,
        String circleId,
        int version,
        EventCodec.Encoded event,
        Instant occurredAt,
        Optional<String> timeText,
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
        var occurredAt = time(row, first + 7);
        return new EventRow(
                row.getLong(first),
                row.getString(first + 1),
                row.getString(first + 2),
                row.getInt(first + 3),
                new EventCodec.Encoded(row.getString(first + 4), row.getInt(first + 5), row.getString(first + 6)),
                occurredAt,
                occurredAt.equals(LogEntry.UNKNOWN_TIME)
                        ? Optional.of(String.valueOf(row.getString(first + 7)))
                        : Optional.empty(),
                row.getString(first + 8));
    }

    /** The time in a column; unknown for what the database takes and no calendar has, such as a day 0. */
    static Instant time(ResultSet row, int column) throws SQLException {
        @Nullable LocalDateTime time;
        try {
            time = row.getObject(column, LocalDateTime.class);
        } catch (DateTimeException | SQLDataException _) {
            time = null;
        }
        return time == null ? LogEntry.UNKNOWN_TIME : time.toInstant(ZoneOffset.UTC);
    }

    LogEntry decode(EventCodec codec) {
        var circle = Circles.parse(circleId);
        if (circle.isEmpty()) {
            return unreadable("the circle id has an unknown shape");
        }
        // The shape first: UUID takes others too, and gives back another text than is stored.
        if (Circles.parse(id).isEmpty()) {
            return unreadable("the event id is no UUID in lower case");
        }
        if (timeText.isPresent()) {
            return unreadable(timeFault());
        }
        var eventId = UUID.fromString(id);
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

    String timeFault() {
        return "occurred_at is no time: " + timeText.orElse("");
    }

    private UnreadableEntry unreadable(String reason) {
        return new UnreadableEntry(new GlobalPosition(position), id, circleId, version, reason);
    }
}
