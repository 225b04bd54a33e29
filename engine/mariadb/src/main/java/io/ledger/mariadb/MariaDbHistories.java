package io.ledger.mariadb;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.Fold;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.Versioned;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The histories of the streams of one category, read from MariaDB by stream and version.
 *
 * <p><b>A page</b> is one statement over the unique key on stream and version, so it costs the same
 * wherever in the history it lies.
 *
 * <p><b>A state</b> is folded from the nearest snapshot at or below its version. As in a load, the
 * event of the snapshot's version is read with it, as the proof that the snapshot belongs to this
 * history; and a snapshot that is none is ignored.
 *
 * <p><b>The version at a time</b> is found by bisection, because times never run backwards within a
 * stream: at most 31 reads of one row. An index on the time would find it in one, and every append
 * would pay for it.
 */
public final class MariaDbHistories<S, E> implements Histories<S, E> {

    /** One row whatever the stream: the end of the log, and of its history, and whose it is. */
    private static final String ENDS = " FROM (SELECT"
            + " (SELECT COALESCE(MAX(position), 0) FROM {events}) AS head,"
            + " (SELECT COALESCE(MAX(version), 0) FROM {events} WHERE {stream_id} = ?)"
            + " AS current_version,"
            + " (SELECT category FROM {events} WHERE {stream_id} = ? AND version = 1) AS first_category) h";

    /**
     * The limit stands inside, because outside the join every later row would be read. It picks the versions alone, and
     * what was picked is put in order here: MariaDB takes texts to the disk whenever it sets rows aside.
     */
    private static final String PAGE =
            "SELECT " + EventRow.COLUMNS + ", h.head, h.current_version, h.first_category" + ENDS
                    + " LEFT JOIN (SELECT {stream_id}, version FROM {events}"
                    + " WHERE {stream_id} = ? AND version > ? AND version < ? ORDER BY version %s LIMIT ?) k ON TRUE"
                    + " LEFT JOIN {events} e ON e.{stream_id} = k.{stream_id} AND e.version = k.version";

    private static final String FORWARDS = PAGE.formatted("ASC");

    private static final String BACKWARDS = PAGE.formatted("DESC");

    private static final String SNAPSHOT =
            "SELECT s.version, e.id AS event_id, s.id, s.state, s.checksum FROM {snapshots} s"
                    + " JOIN {events} e ON e.{stream_id} = s.{stream_id} AND e.version = s.version AND e.category = ?"
                    + " WHERE s.{stream_id} = ? AND s.version <= ? ORDER BY s.version DESC LIMIT 1";

    private static final String FROM_VERSION = "SELECT e.version, e.occurred_at FROM {events} e"
            + " WHERE e.{stream_id} = ? AND e.version >= ? ORDER BY e.version LIMIT 1";

    private static final String CREATED_AT = "SELECT position FROM {events} WHERE {stream_id} = ? AND version = 1";

    private static final Comparator<Entry<?>> OLDEST_FIRST = Comparator.comparingInt(Entry::version);

    private final Database database;
    private final Aggregate<?, S, E, ?> aggregate;

    public MariaDbHistories(Database database, Aggregate<?, S, E, ?> aggregate) {
        this.database = database;
        this.aggregate = aggregate;
    }

    @Override
    public HistorySlice<E> after(StreamId id, int version, int limit) {
        checkLimit(limit);
        return database.ask(connection -> forwards(connection, id, version, limit));
    }

    @Override
    public HistorySlice<E> before(StreamId id, int version, int limit) {
        checkLimit(limit);
        return database.ask(connection -> page(connection, BACKWARDS, OLDEST_FIRST.reversed(), id, 0, version, limit));
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page of a history has 1 to " + MAX_PAGE);
        }
    }

    private HistorySlice<E> forwards(Connection connection, StreamId id, int after, int limit) throws SQLException {
        return page(connection, FORWARDS, OLDEST_FIRST, id, after, Integer.MAX_VALUE, limit);
    }

    /** Reads the entries between two versions, neither of them included. */
    private HistorySlice<E> page(
            Connection connection,
            String sql,
            Comparator<Entry<?>> order,
            StreamId id,
            int after,
            int before,
            int limit)
            throws SQLException {
        try (var select = database.prepare(connection, sql)) {
            new Parameters(select)
                    .add(id.id())
                    .add(id.id())
                    .add(id.id())
                    .add(after)
                    .add(before)
                    .add(limit);
            try (var rows = select.executeQuery()) {
                rows.next();
                var head = new GlobalPosition(rows.getLong("head"));
                var currentVersion = rows.getInt("current_version");
                var category = rows.getString("first_category");
                if (category != null
                        && !category.equals(aggregate.category())
                        && !HistoryCheck.hasEvent(database, connection, id)) {
                    return new HistorySlice<>(head, 0, List.of());
                }
                var entries = new ArrayList<Entry<E>>();
                // Without any entry there still is the row with the two ends.
                if (rows.getString("id") != null) {
                    do {
                        entries.add(entry(rows));
                    } while (rows.next());
                }
                entries.sort(order);
                return new HistorySlice<>(head, currentVersion, entries);
            }
        }
    }

    private Entry<E> entry(ResultSet rows) throws SQLException {
        var row = EventRow.read(rows, 1);
        var metadata = MetadataCodec.read(row.metadata());
        return new Entry<>(
                new GlobalPosition(row.position()),
                row.version(),
                row.id(),
                row.encoded().eventType(),
                row.occurredAt(),
                metadata.known(),
                metadata.fault(),
                row.event(aggregate));
    }

    @Override
    public Past<S> atVersion(StreamId id, int version) {
        if (version < 1) {
            throw new IllegalArgumentException("Versions begin at 1");
        }
        return database.ask(connection -> atVersion(connection, id, version));
    }

    private Past<S> atVersion(Connection connection, StreamId id, int version) throws SQLException {
        var fold = snapshot(connection, id, version).orElseGet(() -> Fold.start(aggregate, id));
        // The event of a snapshot's version is read again, for its place in the log.
        var isAtSnapshot = fold.version() > 0;
        var from = Math.max(1, fold.version());
        while (true) {
            var limit = (int) Math.min(MariaDbLimits.REPLAY_PAGE, version - from + 1L);
            var page = forwards(connection, id, from - 1, limit);
            if (page.currentVersion() == 0) {
                return new Past.Unknown<>(page.head());
            }
            if (page.currentVersion() < version) {
                return new Past.NotReached<>(page.head(), page.currentVersion());
            }
            for (var entry : page.entries()) {
                if (!isAtSnapshot || entry.version() != fold.version()) {
                    fold = fold.then(entry.version(), entry.event());
                }
                isAtSnapshot = false;
            }
            if (fold.version() == version) {
                var then = versioned(connection, fold, page.entries().getLast());
                return new Past.State<>(page.head(), then, page.currentVersion());
            }
            from = fold.version() + 1;
        }
    }

    private Versioned<S> versioned(Connection connection, Fold<S, E> fold, Entry<E> last) throws SQLException {
        return new Versioned<>(
                fold.stream(),
                fold.version(),
                fold.state().orElseThrow(),
                createdAt(connection, fold.stream()),
                last.position(),
                last.occurredAt(),
                last.eventId());
    }

    private GlobalPosition createdAt(Connection connection, StreamId id) throws SQLException {
        try (var select = database.prepare(connection, CREATED_AT)) {
            new Parameters(select).add(id.id());
            try (var rows = select.executeQuery()) {
                return rows.next() ? new GlobalPosition(rows.getLong(1)) : GlobalPosition.START;
            }
        }
    }

    /** The nearest snapshot at or below a version, if it can be believed. */
    private Optional<Fold<S, E>> snapshot(Connection connection, StreamId id, int version) throws SQLException {
        try (var select = database.prepare(connection, SNAPSHOT)) {
            new Parameters(select).add(id.category()).add(id.id()).add(version);
            try (var rows = select.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                var snapshotVersion = rows.getInt("version");
                return SnapshotText.believed(
                                aggregate.states(),
                                id,
                                snapshotVersion,
                                rows.getString("event_id"),
                                rows.getString("id"),
                                rows.getString("state"),
                                rows.getString("checksum"))
                        .map(state -> Fold.from(aggregate, id, snapshotVersion, state));
            }
        }
    }

    @Override
    public Past<S> atTime(StreamId id, Instant time) {
        return database.ask(connection -> {
            var first = forwards(connection, id, 0, 1);
            if (first.entries().isEmpty()) {
                return new Past.Unknown<>(first.head());
            }
            var created = first.entries().getFirst();
            if (time.isBefore(created.occurredAt())) {
                return new Past.NotCreatedYet<>(first.head(), created.occurredAt());
            }
            return atVersion(connection, id, versionAt(connection, id, time, created, first.currentVersion()));
        });
    }

    /**
     * The last version at or before a time, which is not before the first event.
     *
     * <p>All versions up to {@code low} are at or before it, and all above {@code high} after it. A
     * version that is missing counts as the one that follows it.
     */
    private int versionAt(Connection connection, StreamId id, Instant time, Entry<E> first, int last)
            throws SQLException {
        var low = first.version();
        var high = last;
        try (var select = database.prepare(connection, FROM_VERSION)) {
            while (low < high) {
                var middle = (int) ((low + (long) high + 1) / 2);
                select.setString(1, id.id());
                select.setInt(2, middle);
                try (var rows = select.executeQuery()) {
                    rows.next();
                    if (EventRow.time(rows, 2).isAfter(time)) {
                        high = middle - 1;
                    } else {
                        low = rows.getInt("version");
                    }
                }
            }
        }
        return low;
    }
}
