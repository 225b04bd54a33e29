package io.ledger.mariadb;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.EncodedEvent;
import io.ledger.core.feed.EventImport;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes events into MariaDB, while the row that gives out positions is locked. */
public final class MariaDbEventImport implements EventImport {

    private static final String HEAD = "SELECT position FROM log_head WHERE id = 1 FOR UPDATE";
    private static final String MOVE_HEAD = "UPDATE log_head SET position = ? WHERE id = 1";

    /**
     * Lets a session write what is no JSON and no date, and nothing else that does not fit its column. MySQL, whose
     * columns of JSON cannot hold anything else, takes the first of these settings for a comment.
     */
    private static final String TAKE_ALL = "SET /*M! SESSION check_constraint_checks = OFF, */"
            + " @sql_mode_before = @@SESSION.sql_mode, SESSION sql_mode = 'STRICT_ALL_TABLES,ALLOW_INVALID_DATES'";

    private static final String TAKE_WHAT_FITS =
            "SET /*M! SESSION check_constraint_checks = ON, */ SESSION sql_mode = @sql_mode_before";

    /** What MySQL says of a text that is no JSON. */
    private static final int NO_JSON = 3140;

    private static final String EVENT = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Database database;

    public MariaDbEventImport(Database database) {
        this.database = database;
    }

    @Override
    public <E> LogEntry<E> read(StoredEvent event, Aggregate<?, ?, E, ?> aggregate) {
        return new EventRow(
                        event.position().value(),
                        event.eventId(),
                        event.streamId(),
                        event.version(),
                        new EncodedEvent(event.eventType(), event.schemaVersion(), event.payload()),
                        event.occurredAt(),
                        event.envelope().occurredAt(),
                        metadata(event),
                        event.category())
                .decode(aggregate);
    }

    private static String metadata(StoredEvent event) {
        return event.envelope().metadata().orElseGet(() -> MetadataCodec.encode(event.metadata()));
    }

    @Override
    public boolean append(GlobalPosition after, List<StoredEvent> events, Collection<ImportedState<?>> snapshots) {
        if (events.isEmpty() || events.size() > MAX_PAGE) {
            throw new IllegalArgumentException("1 to " + MAX_PAGE + " events are taken over at once");
        }
        try (var connection = database.connection()) {
            connection.setAutoCommit(false);
            try {
                var isNext = head(connection) == after.value();
                if (isNext) {
                    insertAsStored(connection, events);
                    keep(connection, events, snapshots);
                    moveHead(connection, events.getLast().position());
                    connection.commit();
                }
                return isNext;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLIntegrityConstraintViolationException taken) {
            throw new IllegalStateException(
                    "the events after position " + after + " cannot be recorded: " + taken.getMessage(), taken);
        } catch (SQLException failure) {
            if (failure.getErrorCode() == NO_JSON) {
                throw new IllegalStateException(
                        "the events after position " + after
                                + " have a payload or metadata that is no JSON, which this database cannot hold;"
                                + " import into a MariaDB",
                        failure);
            }
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    private static long head(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(HEAD);
                var rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void insert(Connection connection, List<StoredEvent> events) throws SQLException {
        var sql = database.sql(AppendTransaction.INSERT_EVENTS)
                + String.join(", ", Collections.nCopies(events.size(), EVENT));
        try (var statement = connection.prepareStatement(sql)) {
            var parameters = new Parameters(statement);
            for (var event : events) {
                parameters
                        .add(event.position().value())
                        .add(event.eventId())
                        .add(event.streamId())
                        .add(event.version())
                        .add(event.eventType())
                        .add(event.schemaVersion())
                        .add(event.payload());
                var time = event.envelope().occurredAt();
                if (time.isPresent()) {
                    parameters.add(time.get());
                } else {
                    parameters.add(event.occurredAt());
                }
                parameters.add(metadata(event)).add(event.category());
            }
            statement.execute();
        }
    }

    /** Another ledger may have texts in its columns that are no JSON and no date: they are taken over as they are. */
    private void insertAsStored(Connection connection, List<StoredEvent> events) throws SQLException {
        var hasOddities = events.stream()
                .anyMatch(event -> event.envelope().occurredAt().isPresent()
                        || !MetadataCodec.isJson(event.payload())
                        || !MetadataCodec.isJson(metadata(event)));
        if (!hasOddities) {
            insert(connection, events);
            return;
        }
        execute(connection, TAKE_ALL);
        try {
            insert(connection, events);
        } finally {
            execute(connection, TAKE_WHAT_FITS);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A snapshot has the id and the time of the event that it was taken at. */
    private void keep(Connection connection, List<StoredEvent> events, Collection<ImportedState<?>> snapshots)
            throws SQLException {
        if (snapshots.isEmpty()) {
            return;
        }
        Map<String, StoredEvent> last = events.stream()
                .collect(Collectors.toMap(StoredEvent::streamId, Function.identity(), (_, later) -> later));
        var sql = database.sql(SnapshotRow.REPLACE)
                + String.join(", ", Collections.nCopies(snapshots.size(), SnapshotRow.PLACES));
        try (var statement = connection.prepareStatement(sql)) {
            var parameters = new Parameters(statement);
            for (var snapshot : snapshots) {
                bind(parameters, snapshot, last);
            }
            statement.execute();
        }
    }

    private static <S> void bind(Parameters parameters, ImportedState<S> snapshot, Map<String, StoredEvent> last)
            throws SQLException {
        var latest = snapshot.latest();
        var event = last.get(latest.stream().id());
        if (event == null || event.version() != latest.version()) {
            throw new IllegalArgumentException(
                    "No event here left " + latest.stream().label() + " like this");
        }
        SnapshotRow.of(
                        snapshot.codec(),
                        latest.stream(),
                        latest.version(),
                        latest.state(),
                        event.eventId(),
                        event.occurredAt())
                .bind(parameters);
    }

    private static void moveHead(Connection connection, GlobalPosition last) throws SQLException {
        try (var update = connection.prepareStatement(MOVE_HEAD)) {
            new Parameters(update).add(last.value());
            update.executeUpdate();
        }
    }
}
