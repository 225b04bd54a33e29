package io.circleledger.infrastructure.mariadb;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.eventstore.CircleHistories;
import io.ledger.core.Parsed.Invalid;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.CorruptStreamException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The histories of circles, read from MariaDB by circle and version.
 *
 * <p><b>A page</b> is one statement over the unique key on circle and version, so it costs the same
 * wherever in the history it lies.
 *
 * <p><b>A state</b> is folded from the nearest snapshot at or below its version. As in a load, the
 * event of the snapshot's version is read with it, as the proof that the snapshot belongs to this
 * history; and a snapshot that is none is ignored.
 *
 * <p><b>The version at a time</b> is found by bisection, because times never run backwards within a
 * circle: at most 31 reads of one row. An index on the time would find it in one, and every append
 * would pay for it.
 */
public final class MariaDbCircleHistories implements CircleHistories {

    /** One row whatever the circle: the end of the log, and of the circle's history. */
    private static final String ENDS = " FROM (SELECT"
            + " (SELECT COALESCE(MAX(position), 0) FROM circle_events) AS head,"
            + " (SELECT COALESCE(MAX(version), 0) FROM circle_events WHERE circle_id = ?)"
            + " AS current_version) h";

    /**
     * The limit stands inside, because outside the join every later row would be read. It picks the versions alone, and
     * what was picked is put in order here: MariaDB takes texts to the disk whenever it sets rows aside.
     */
    private static final String PAGE = "SELECT " + EventRow.COLUMNS + ", h.head, h.current_version" + ENDS
            + " LEFT JOIN (SELECT circle_id, version FROM circle_events"
            + " WHERE circle_id = ? AND version > ? AND version < ? ORDER BY version %s LIMIT ?) k ON TRUE"
            + " LEFT JOIN circle_events e ON e.circle_id = k.circle_id AND e.version = k.version";

    private static final String FORWARDS = PAGE.formatted("ASC");

    private static final String BACKWARDS = PAGE.formatted("DESC");

    private static final String SNAPSHOT =
            "SELECT s.version, e.id AS event_id, s.id, s.state, s.checksum FROM circle_snapshots s"
                    + " JOIN circle_events e ON e.circle_id = s.circle_id AND e.version = s.version"
                    + " WHERE s.circle_id = ? AND s.version <= ? ORDER BY s.version DESC LIMIT 1";

    private static final String FROM_VERSION = "SELECT e.version, e.occurred_at FROM circle_events e"
            + " WHERE e.circle_id = ? AND e.version >= ? ORDER BY e.version LIMIT 1";

    private static final Comparator<Entry> OLDEST_FIRST = Comparator.comparingInt(Entry::version);

    private final DataSource dataSource;
    private final EventCodec codec;

    public MariaDbCircleHistories(DataSource dataSource, EventCodec codec) {
        this.dataSource = dataSource;
        this.codec = codec;
    }

    /** A question to the database. */
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private <T> T ask(Question<T> question) {
        try (var connection = dataSource.getConnection()) {
            return question.ask(connection);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    @Override
    public Page after(StreamId id, int version, int limit) {
        checkLimit(limit);
        return ask(connection -> forwards(connection, id, version, limit));
    }

    @Override
    public Page before(StreamId id, int version, int limit) {
        checkLimit(limit);
        return ask(connection -> page(connection, BACKWARDS, OLDEST_FIRST.reversed(), id, 0, version, limit));
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page of a history has 1 to " + MAX_PAGE);
        }
    }

    private Page forwards(Connection connection, StreamId id, int after, int limit) throws SQLException {
        return page(connection, FORWARDS, OLDEST_FIRST, id, after, Integer.MAX_VALUE, limit);
    }

    /** Reads the entries between two versions, neither of them included. */
    private Page page(
            Connection connection, String sql, Comparator<Entry> order, StreamId id, int after, int before, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            select.setString(1, id.id());
            select.setString(2, id.id());
            select.setInt(3, after);
            select.setInt(4, before);
            select.setInt(5, limit);
            try (var rows = select.executeQuery()) {
                rows.next();
                var head = new GlobalPosition(rows.getLong("head"));
                var currentVersion = rows.getInt("current_version");
                var entries = new ArrayList<Entry>();
                // Without any entry there still is the row with the two ends.
                if (rows.getString("id") != null) {
                    do {
                        entries.add(entry(rows));
                    } while (rows.next());
                }
                entries.sort(order);
                return new Page(head, currentVersion, entries);
            }
        }
    }

    private Entry entry(ResultSet rows) throws SQLException {
        var row = EventRow.read(rows, 1);
        var metadata = MetadataCodec.read(row.metadata());
        return new Entry(
                new GlobalPosition(row.position()),
                row.version(),
                row.id(),
                row.event().eventType(),
                row.occurredAt(),
                metadata.known(),
                metadata.fault(),
                row.timeText().isPresent() ? new Invalid<>(row.timeFault()) : codec.decode(row.event()));
    }

    @Override
    public Past atVersion(StreamId id, int version) {
        if (version < 1) {
            throw new IllegalArgumentException("Versions begin at 1");
        }
        return ask(connection -> atVersion(connection, id, version));
    }

    private Past atVersion(Connection connection, StreamId id, int version) throws SQLException {
        var snapshot = snapshot(connection, id, version);
        var state = snapshot;
        // The event of the snapshot's version is read again, for its place in the log.
        var from = snapshot.map(Circle::version).orElse(1);
        while (true) {
            var limit = (int) Math.min(MariaDbLimits.REPLAY_PAGE, version - from + 1L);
            var page = forwards(connection, id, from - 1, limit);
            if (page.currentVersion() == 0) {
                return new Past.Unknown(page.head());
            }
            if (page.currentVersion() < version) {
                return new Past.NotReached(page.head(), page.currentVersion());
            }
            for (var entry : page.entries()) {
                state = snapshot.isPresent()
                                && entry.version() == snapshot.get().version()
                        ? state
                        : Optional.of(evolved(id, state, entry));
            }
            var circle = state.orElseThrow();
            if (circle.version() == version) {
                var position = page.entries().getLast().position();
                return new Past.State(page.head(), circle, position, page.currentVersion());
            }
            from = circle.version() + 1;
        }
    }

    /** The nearest snapshot at or below a version, if it can be believed. */
    private static Optional<Circle> snapshot(Connection connection, StreamId id, int version) throws SQLException {
        try (var select = connection.prepareStatement(SNAPSHOT)) {
            select.setString(1, id.id());
            select.setInt(2, version);
            try (var rows = select.executeQuery()) {
                return rows.next()
                        ? SnapshotCodec.believed(
                                id,
                                rows.getInt("version"),
                                rows.getString("event_id"),
                                rows.getString("id"),
                                rows.getString("state"),
                                rows.getString("checksum"))
                        : Optional.empty();
            }
        }
    }

    private static Circle evolved(StreamId id, Optional<Circle> state, Entry entry) {
        var version = state.map(Circle::version).orElse(0) + 1;
        if (entry.version() != version) {
            throw new CorruptStreamException(id, version, "the event is missing; the next is " + entry.version());
        }
        return switch (entry.event()) {
            case Valid<CircleEvent>(var event) -> CircleDecider.evolve(id, state, event);
            case Invalid<CircleEvent>(var reason) -> throw new CorruptStreamException(id, version, reason);
        };
    }

    @Override
    public Past atTime(StreamId id, Instant time) {
        return ask(connection -> {
            var first = forwards(connection, id, 0, 1);
            if (first.entries().isEmpty()) {
                return new Past.Unknown(first.head());
            }
            var created = first.entries().getFirst();
            if (time.isBefore(created.occurredAt())) {
                return new Past.NotCreatedYet(first.head(), created.occurredAt());
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
    private static int versionAt(Connection connection, StreamId id, Instant time, Entry first, int last)
            throws SQLException {
        var low = first.version();
        var high = last;
        try (var select = connection.prepareStatement(FROM_VERSION)) {
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
