package io.ledger.mariadb;

import io.ledger.core.Parsed;
import io.ledger.core.Parsed.Invalid;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.EncodedEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogEntry.Foreign;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.LogEntry.UnreadableEntry;
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
 * A row of the table of events as it came from the database, before anything is believed.
 *
 * @param timeText the time as it is stored where it is none; then {@code occurredAt} is unknown
 */
record EventRow(
        long position,
        String id,
        String streamId,
        int version,
        EncodedEvent encoded,
        Instant occurredAt,
        Optional<String> timeText,
        String metadata,
        String category) {

    /** The columns that {@link #read} takes, of a table called {@code e}, but for the last two. */
    private static final String ENVELOPE = "e.position, e.id, e.{stream_id}, e.version, e.event_type,"
            + " e.schema_version, e.payload, e.occurred_at, ";

    /** The columns that {@link #read} takes, of a table called {@code e}. */
    static final String COLUMNS = ENVELOPE + "e.metadata, e.category";

    /** The same without the metadata, which then is empty. */
    static final String COLUMNS_TO_FOLD = ENVELOPE + "'' AS metadata, e.category";

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
                new EncodedEvent(row.getString(first + 4), row.getInt(first + 5), row.getString(first + 6)),
                occurredAt,
                occurredAt.equals(LogEntry.UNKNOWN_TIME)
                        ? Optional.of(String.valueOf(row.getString(first + 7)))
                        : Optional.empty(),
                row.getString(first + 8),
                row.getString(first + 9));
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

    /** What stands here, for a reader of one category. */
    <E> LogEntry<E> decode(Aggregate<?, ?, E, ?> aggregate) {
        if (!category.equals(aggregate.category())) {
            return new Foreign<>(new GlobalPosition(position), id, category);
        }
        var fault = envelopeFault();
        if (fault.isPresent()) {
            return unreadable(fault.get());
        }
        return switch (aggregate.events().decode(encoded)) {
            case Valid<E>(var decoded) ->
                new Recorded<>(
                        new GlobalPosition(position),
                        UUID.fromString(id),
                        new StreamId(category, streamId),
                        version,
                        occurredAt,
                        MetadataCodec.decode(metadata),
                        decoded);
            case Invalid<E>(var reason) -> unreadable(reason);
        };
    }

    /** The event, or why it or its envelope cannot be read, or that it is of another category. */
    <E> Parsed<E> event(Aggregate<?, ?, E, ?> aggregate) {
        var fault = category.equals(aggregate.category())
                ? envelopeFault()
                : Optional.of("the event is of the category \"%s\"".formatted(category));
        return fault.isPresent()
                ? new Invalid<>(fault.get())
                : aggregate.events().decode(encoded);
    }

    /** Whether a stream of another category begins here. */
    boolean isFirstOfAnother(String wanted) {
        return version == 1 && !category.equals(wanted);
    }

    private Optional<String> envelopeFault() {
        if (!StreamId.isId(streamId)) {
            return Optional.of("the stream's id has an unknown shape");
        }
        // The shape first: UUID takes others too, and gives back another text than is stored.
        if (!StreamId.isId(id)) {
            return Optional.of("the event id is not a UUID in lower case");
        }
        return timeText.isPresent() ? Optional.of(timeFault()) : Optional.empty();
    }

    String timeFault() {
        return "occurred_at is not a time: " + timeText.orElse("");
    }

    private <E> UnreadableEntry<E> unreadable(String reason) {
        return new UnreadableEntry<>(new GlobalPosition(position), id, streamId, version, reason);
    }
}
