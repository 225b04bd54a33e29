package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.StoreUnavailableException;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.circle.CorruptStreamException;
import io.circleledger.domain.eventstore.Append;
import io.circleledger.domain.eventstore.AppendResult;
import io.circleledger.domain.eventstore.AppendResult.AlreadyAnswered;
import io.circleledger.domain.eventstore.AppendResult.Appended;
import io.circleledger.domain.eventstore.AppendResult.VersionConflict;
import io.circleledger.domain.eventstore.EventStore;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.eventstore.LogEntry.UnreadableEntry;
import io.circleledger.domain.eventstore.StoredCircle;
import io.circleledger.domain.eventstore.StoredCircle.Latest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The histories of circles in MariaDB or MySQL.
 *
 * <p><b>Appending</b> is one round trip of several statements. The first moves the one row of {@code
 * log_head} forward and so locks it until the commit: whoever appends next waits there, and takes
 * the position after. Positions are therefore given, and become visible, in the order of commits,
 * and a writer that dies gives back what it took. The unique key on circle and version has the last
 * word on who changes a version first.
 *
 * <p><b>When an append fails</b>, the log itself is asked what became of it. If the event at its
 * version is ours, by its id, the append succeeded: an earlier attempt did, whose answer was lost.
 * If its request's key is taken, another server has carried the request out. If it is another's, the
 * caller was too late. If there is none, the same events are sent again: should the earlier attempt
 * still arrive, the unique key lets one of the two pass.
 *
 * <p><b>Loading</b> is one statement: the latest snapshot, and the events from its version on. The
 * event of that version itself is among them because it has what a snapshot lacks: the place in the
 * log and the time, and the proof that the snapshot belongs to this history.
 */
public final class MariaDbEventStore implements EventStore {

    private static final Logger LOG = LoggerFactory.getLogger(MariaDbEventStore.class);

    private static final String TAKE_POSITIONS =
            "START TRANSACTION; UPDATE log_head" + " SET position = LAST_INSERT_ID(position) + ? WHERE id = 1; ";

    private static final String INSERT_EVENT =
            "INSERT INTO circle_events (position, id, circle_id, version, event_type,"
                    + " schema_version, payload, occurred_at, metadata)"
                    + " VALUES (LAST_INSERT_ID() + ?, ?, ?, ";

    private static final String FIRST_VERSION = "?";

    /**
     * The version after the one that the stream must have. Without that one it is NULL, which the
     * column refuses; so a version that is ahead of its stream leaves no gap.
     */
    private static final String NEXT_VERSION = "(SELECT p.version FROM (SELECT version + 1 AS"
            + " version FROM circle_events WHERE circle_id = ? AND version = ? - 1 LIMIT 1) p)";

    private static final String REST_OF_EVENT = ", ?, ?, ?, ?, ?); ";

    private static final String REPLACE_SNAPSHOT =
            "REPLACE INTO circle_snapshots (id, circle_id, version, state, created_at)" + " VALUES (?, ?, ?, ?, ?); ";

    private static final String INSERT_ANSWER = MariaDbIdempotencyRecords.INSERT + "LAST_INSERT_ID() + ?); ";

    private static final String COMMIT = "SELECT LAST_INSERT_ID(); COMMIT";

    private static final String CATCH_UP_HEAD = "UPDATE log_head SET position = GREATEST(position,"
            + " (SELECT COALESCE(MAX(position), 0) FROM circle_events)) WHERE id = 1";

    private static final String JUDGE = "SELECT"
            + " (SELECT COALESCE(MAX(version), 0) FROM circle_events WHERE circle_id = ?),"
            + " (SELECT position FROM circle_events WHERE circle_id = ? AND version = ? AND id = ?)";

    /** One row whatever the circle: the end of the log, and where the circle's history begins. */
    private static final String HEAD = " FROM (SELECT"
            + " (SELECT COALESCE(MAX(position), 0) FROM circle_events) AS head,"
            + " (SELECT position FROM circle_events WHERE circle_id = ? AND version = 1)"
            + " AS created_at) h";

    private static final String LOAD = "SELECT h.head, h.created_at, s.version AS snapshot_version,"
            + " s.state, " + EventRow.COLUMNS + HEAD
            + " LEFT JOIN circle_snapshots s ON s.circle_id = ? AND s.version ="
            + " (SELECT MAX(version) FROM circle_snapshots WHERE circle_id = ?)"
            + " LEFT JOIN circle_events e ON e.circle_id = ? AND e.version >= COALESCE(s.version, 1)"
            + " ORDER BY e.version";

    private static final String REPLAY = "SELECT h.head, h.created_at, " + EventRow.COLUMNS + HEAD
            + " LEFT JOIN circle_events e ON e.circle_id = ? AND e.version > ?"
            + " ORDER BY e.version LIMIT ?";

    /** What the server says when a key is taken, or a column that must not be NULL would be. */
    private static final int DUPLICATE_KEY = 1062;

    private static final int COLUMN_IS_NULL = 1048;

    /** Changed since last read, lock wait timed out, deadlock: the same may succeed next time. */
    private static final List<Integer> PASSING_FAILURES = List.of(1020, 1205, 1213);

    private final DataSource dataSource;
    private final int snapshotInterval;
    private final EventCodec codec;

    /** @param snapshotInterval a snapshot is taken at every version that is a multiple of it */
    public MariaDbEventStore(DataSource dataSource, int snapshotInterval) {
        this.dataSource = dataSource;
        this.snapshotInterval = snapshotInterval;
        this.codec = new EventCodec(List.of());
    }

    @Override
    public AppendResult append(Append append) {
        var mayBeRecorded = false;
        var last = new SQLException("not tried");
        for (var attempt = 1; attempt <= MariaDbLimits.APPEND_ATTEMPTS; attempt++) {
            try (var connection = dataSource.getConnection()) {
                try {
                    return new Appended(insert(connection, append));
                } catch (SQLException failure) {
                    last = failure;
                    mayBeRecorded |= isConnectionLost(failure);
                    var result = afterFailure(connection, append, failure);
                    if (result.isPresent()) {
                        return result.get();
                    }
                }
            } catch (SQLException refusal) {
                // No connection, or no answer to a question. Whether an earlier attempt was
                // recorded is as open as before.
                last = refusal;
                if (!mayBeRecorded) {
                    break;
                }
            }
            pauseAfter(attempt, last);
        }
        throw mayBeRecorded
                ? StoreUnavailableException.outcomeUnknown(MariaDb.STORE, last)
                : StoreUnavailableException.of(MariaDb.STORE, last);
    }

    /** @return the position of the last event */
    private GlobalPosition insert(Connection connection, Append append) throws SQLException {
        var snapshot = isSnapshotDue(append);
        try (var statement = connection.prepareStatement(appendSql(append, snapshot))) {
            bind(statement, append, snapshot);
            statement.execute();
            return new GlobalPosition(
                    positionBefore(statement) + append.events().size());
        }
    }

    private static String appendSql(Append append, boolean snapshot) {
        var sql = new StringBuilder(TAKE_POSITIONS);
        for (var i = 0; i < append.events().size(); i++) {
            var isFirstOfStream = i == 0 && append.expectedVersion().value() == 0;
            sql.append(INSERT_EVENT)
                    .append(isFirstOfStream ? FIRST_VERSION : NEXT_VERSION)
                    .append(REST_OF_EVENT);
        }
        return sql.append(snapshot ? REPLACE_SNAPSHOT : "")
                .append(append.request().isPresent() ? INSERT_ANSWER : "")
                .append(COMMIT)
                .toString();
    }

    private void bind(PreparedStatement statement, Append append, boolean snapshot) throws SQLException {
        var circleId = append.after().id().value();
        var events = append.events();
        var i = 1;
        statement.setInt(i++, events.size());
        for (var n = 0; n < events.size(); n++) {
            var event = events.get(n);
            var version = append.expectedVersion().value() + n + 1;
            var encoded = codec.encode(event.event());
            statement.setInt(i++, n + 1);
            statement.setString(i++, event.id().toString());
            statement.setString(i++, circleId);
            if (version > 1) {
                statement.setString(i++, circleId);
            }
            statement.setInt(i++, version);
            statement.setString(i++, encoded.eventType());
            statement.setInt(i++, encoded.schemaVersion());
            statement.setString(i++, encoded.payload());
            statement.setObject(i++, LocalDateTime.ofInstant(event.occurredAt(), ZoneOffset.UTC));
            statement.setString(i++, MetadataCodec.encode(event.metadata()));
        }
        if (snapshot) {
            var last = events.getLast();
            // The id of the event that it was taken at is as unique as the snapshot.
            statement.setString(i++, last.id().toString());
            statement.setString(i++, circleId);
            statement.setInt(i++, append.after().version());
            statement.setString(i++, SnapshotCodec.encode(append.after()));
            statement.setObject(i++, LocalDateTime.ofInstant(last.occurredAt(), ZoneOffset.UTC));
        }
        if (append.request().isPresent()) {
            var request = append.request().get();
            statement.setString(i++, request.key().value());
            statement.setString(i++, request.fingerprint());
            statement.setString(i++, circleId);
            statement.setInt(i++, append.after().version());
            statement.setInt(i, events.size());
        }
    }

    private boolean isSnapshotDue(Append append) {
        return append.after().version() / snapshotInterval
                > append.expectedVersion().value() / snapshotInterval;
    }

    /** Walks the results to the end, which is where a later statement's failure shows. */
    private static long positionBefore(PreparedStatement statement) throws SQLException {
        var before = -1L;
        while (true) {
            if (statement.getMoreResults()) {
                try (var rows = statement.getResultSet()) {
                    rows.next();
                    before = rows.getLong(1);
                }
            } else if (statement.getUpdateCount() == -1) {
                return before;
            }
        }
    }

    /**
     * What the log says about an append that failed; empty when it is worth another attempt.
     *
     * @throws SQLException when the log cannot be asked, or the failure is none that it explains
     */
    private Optional<AppendResult> afterFailure(Connection connection, Append append, SQLException failure)
            throws SQLException {
        if (isConnectionLost(failure)) {
            return Optional.empty();
        }
        rollback(connection);
        if (PASSING_FAILURES.contains(failure.getErrorCode())) {
            return Optional.empty();
        }
        if (failure.getErrorCode() != DUPLICATE_KEY && failure.getErrorCode() != COLUMN_IS_NULL) {
            throw failure;
        }
        var judged = judge(connection, append);
        if (judged.isEmpty()) {
            catchUpHead(connection);
        }
        return judged;
    }

    private static Optional<AppendResult> judge(Connection connection, Append append) throws SQLException {
        var circleId = append.after().id().value();
        var expected = append.expectedVersion().value();
        try (var select = connection.prepareStatement(JUDGE)) {
            select.setString(1, circleId);
            select.setString(2, circleId);
            select.setInt(3, expected + append.events().size());
            select.setString(4, append.events().getLast().id().toString());
            try (var rows = select.executeQuery()) {
                rows.next();
                var currentVersion = rows.getInt(1);
                var ours = rows.getLong(2);
                if (!rows.wasNull()) {
                    return Optional.of(new Appended(new GlobalPosition(ours)));
                }
                var answered = earlierAnswer(connection, append);
                if (answered.isPresent()) {
                    return answered;
                }
                return currentVersion == expected ? Optional.empty() : Optional.of(new VersionConflict(currentVersion));
            }
        }
    }

    /** What the same request came to when another server carried it out. */
    private static Optional<AppendResult> earlierAnswer(Connection connection, Append append) throws SQLException {
        return append.request().isPresent()
                ? MariaDbIdempotencyRecords.find(
                                connection, append.request().get().key())
                        .map(AlreadyAnswered::new)
                : Optional.empty();
    }

    /** Rows that were added past this server, by hand or by an import, have moved the log's end. */
    private static void catchUpHead(Connection connection) throws SQLException {
        try (var update = connection.prepareStatement(CATCH_UP_HEAD)) {
            update.executeUpdate();
        }
        LOG.atWarn().log("log_head was behind the log and has been moved to its end");
    }

    private static void rollback(Connection connection) throws SQLException {
        try (var rollback = connection.createStatement()) {
            rollback.execute("ROLLBACK");
        }
    }

    /** Whether the answer never came, so that the server may have committed. */
    private static boolean isConnectionLost(SQLException failure) {
        var state = failure.getSQLState();
        return failure.getErrorCode() <= 0 || state == null || state.startsWith("08");
    }

    private static void pauseAfter(int attempt, SQLException failure) {
        LOG.atWarn()
                .addKeyValue("attempt", attempt)
                .addKeyValue("error", failure.getMessage())
                .log("append failed");
        if (attempt == MariaDbLimits.APPEND_ATTEMPTS) {
            return;
        }
        var longest = MariaDbLimits.APPEND_PAUSE_MILLIS << attempt;
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(longest));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw StoreUnavailableException.outcomeUnknown(MariaDb.STORE, failure);
        }
    }

    @Override
    public StoredCircle load(CircleId id) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(LOAD)) {
            for (var i = 1; i <= 4; i++) {
                select.setString(i, id.value());
            }
            try (var rows = select.executeQuery()) {
                rows.next();
                var snapshot = snapshot(id, rows);
                if (snapshot.isEmpty() && rows.getInt("snapshot_version") > 0) {
                    return replay(connection, id);
                }
                var fold = new Fold(id, snapshot.orElse(null));
                fold.rows(rows, codec);
                return fold.result();
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    /** The snapshot on the current row, if it can be read and its history has its version. */
    private static Optional<Circle> snapshot(CircleId id, ResultSet row) throws SQLException {
        var version = row.getInt("snapshot_version");
        if (version == 0 || row.getInt("version") != version) {
            return Optional.empty();
        }
        return SnapshotCodec.decode(id, version, row.getString("state"));
    }

    /** Folds the whole history, page by page. */
    private StoredCircle replay(Connection connection, CircleId id) throws SQLException {
        var fold = new Fold(id, null);
        try (var select = connection.prepareStatement(REPLAY)) {
            int read;
            do {
                select.setString(1, id.value());
                select.setString(2, id.value());
                select.setInt(3, fold.version());
                select.setInt(4, MariaDbLimits.REPLAY_PAGE);
                try (var rows = select.executeQuery()) {
                    rows.next();
                    read = fold.rows(rows, codec);
                }
            } while (read == MariaDbLimits.REPLAY_PAGE);
        }
        return fold.result();
    }

    /** A history while it is being read. */
    private static final class Fold {

        private final CircleId id;
        private Optional<Circle> state;
        private @Nullable EventRow last;
        private long head;
        private long createdAt;

        /** @param snapshot the state at the version of the first row to come */
        Fold(CircleId id, @Nullable Circle snapshot) {
            this.id = id;
            this.state = Optional.ofNullable(snapshot);
        }

        int version() {
            return state.map(Circle::version).orElse(0);
        }

        /** Takes the current row and all that follow; a row without an event counts as none. */
        int rows(ResultSet rows, EventCodec codec) throws SQLException {
            var count = 0;
            do {
                head = rows.getLong("head");
                createdAt = rows.getLong("created_at");
                if (rows.getString("id") == null) {
                    return count;
                }
                row(EventRow.read(rows), codec);
                count++;
            } while (rows.next());
            return count;
        }

        private void row(EventRow row, EventCodec codec) {
            var isAtSnapshot = last == null && row.version() == version();
            last = row;
            if (isAtSnapshot) {
                return;
            }
            var version = version() + 1;
            if (row.version() != version) {
                throw new CorruptStreamException(id, version, "the event is missing; the next is " + row.version());
            }
            state = Optional.of(
                    switch (row.decode(codec)) {
                        case RecordedEvent recorded -> CircleDecider.evolve(id, state, recorded.event());
                        case UnreadableEntry unreadable ->
                            throw new CorruptStreamException(id, version, unreadable.reason());
                    });
        }

        StoredCircle result() {
            var end = last;
            return new StoredCircle(
                    new GlobalPosition(head),
                    end == null
                            ? Optional.empty()
                            : state.map(circle -> new Latest(
                                    circle,
                                    new GlobalPosition(createdAt),
                                    new GlobalPosition(end.position()),
                                    end.occurredAt())));
        }
    }
}
