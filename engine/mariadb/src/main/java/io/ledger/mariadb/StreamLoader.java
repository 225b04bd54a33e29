package io.ledger.mariadb;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.Fold;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.SnapshotPolicy;
import io.ledger.core.stream.Versioned;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads streams by folding their events.
 *
 * <p><b>A load</b> is one statement: the latest snapshot, and the events from its version on. The
 * event of that version itself is among them because it has what a snapshot lacks: the place in the
 * log and the time, and the proof that the snapshot belongs to this history. The rows are put in order
 * here: MariaDB would set them aside for that, and takes texts to the disk when it does. A snapshot that cannot be believed
 * is ignored and the history replayed from its first event, page by page.
 *
 * <p><b>A load for a change</b> folds the history from its first event if it is short. Of a longer one the first page is
 * folded, the rest is counted in the index, up to a limit, and the state comes from a load.
 */
final class StreamLoader<S, E> {

    /** One row whatever the stream: the end of the log, where its history begins and its last version. */
    private static final String HEAD = " FROM (SELECT"
            + " (SELECT COALESCE(MAX(position), 0) FROM {events}) AS head,"
            + " (SELECT position FROM {events} WHERE {stream_id} = ? AND version = 1)"
            + " AS created_at,"
            + " (SELECT MAX(version) FROM {events} WHERE {stream_id} = ?) AS last_version) h";

    private static final String LOAD = "SELECT " + EventRow.COLUMNS
            + ", h.head, h.created_at, h.last_version, s.version AS snapshot_version, s.id AS snapshot_id, s.state,"
            + " s.checksum" + HEAD
            + " LEFT JOIN {snapshots} s ON s.{stream_id} = ? AND s.version ="
            + " (SELECT MAX(version) FROM {snapshots} WHERE {stream_id} = ?)"
            + " LEFT JOIN {events} e ON e.{stream_id} = ? AND e.version >= COALESCE(s.version, 1)"
            + " AND e.version < COALESCE(s.version, 1) + " + MariaDbLimits.REPLAY_PAGE;

    private static final String REPLAY = "SELECT " + EventRow.COLUMNS + ", h.head, h.created_at, h.last_version" + HEAD
            + " LEFT JOIN (SELECT {stream_id}, version FROM {events} WHERE {stream_id} = ? AND version > ?"
            + " ORDER BY version LIMIT ?) k ON TRUE"
            + " LEFT JOIN {events} e ON e.{stream_id} = k.{stream_id} AND e.version = k.version";

    private static final Logger LOG = LoggerFactory.getLogger(StreamLoader.class);

    private final Database database;
    private final Aggregate<?, S, E, ?> aggregate;
    private final HistoryCheck check;

    StreamLoader(Database database, Aggregate<?, S, E, ?> aggregate) {
        this.database = database;
        this.aggregate = aggregate;
        this.check = new HistoryCheck(aggregate.events().types());
    }

    /** Reads a stream from its latest snapshot on; keeps a snapshot if there was none that spared a long replay. */
    Complete<Optional<Versioned<S>>> load(Connection connection, StreamId id) throws SQLException {
        var reading = fromSnapshot(connection, id);
        if (reading.events > MariaDbLimits.REPLAY_PAGE) {
            keepSnapshot(connection, reading);
        }
        return reading.result();
    }

    /** Reads the end of a history, from the event that a state is known to be of; all of it if that is another one. */
    Complete<Optional<Versioned<S>>> loadSince(Connection connection, Versioned<S> known) throws SQLException {
        var id = known.stream();
        var found = after(connection, id, known.version() - 1, MariaDbLimits.REPLAY_PAGE);
        var isOfThisHistory = found.firstAt(known.version(), aggregate.category())
                .filter(known.eventId()::equals)
                .isPresent();
        if (!isOfThisHistory || found.events().size() == MariaDbLimits.REPLAY_PAGE) {
            return load(connection, id);
        }
        var reading = new Reading(Fold.from(aggregate, id, known.version(), known.state()));
        reading.add(found);
        return reading.result();
    }

    private Reading fromSnapshot(Connection connection, StreamId id) throws SQLException {
        Reading reading;
        int lastVersion;
        try (var select = database.prepare(connection, LOAD)) {
            for (var i = 1; i <= 5; i++) {
                select.setString(i, id.id());
            }
            try (var rows = select.executeQuery()) {
                rows.next();
                var snapshotVersion = rows.getInt("snapshot_version");
                var snapshotId = rows.getString("snapshot_id");
                var state = rows.getString("state");
                var checksum = rows.getString("checksum");
                var found = found(connection, rows, id);
                var snapshot = found.firstAt(snapshotVersion, aggregate.category())
                        .flatMap(eventId -> SnapshotText.believed(
                                aggregate.states(), id, snapshotVersion, eventId, snapshotId, state, checksum));
                if (snapshot.isEmpty() && snapshotVersion > 0) {
                    return readOn(connection, new Reading(Fold.start(aggregate, id)));
                }
                reading = new Reading(snapshot.map(known -> Fold.from(aggregate, id, snapshotVersion, known))
                        .orElseGet(() -> Fold.start(aggregate, id)));
                reading.add(found);
                lastVersion = found.lastVersion();
            }
        }
        return reading.version() < lastVersion ? readOn(connection, reading) : reading;
    }

    /** Without it only the next load is slow again, as where the database takes no changes. */
    private void keepSnapshot(Connection connection, Reading reading) {
        try {
            if (reading.fold.state().isPresent() && reading.last != null) {
                keep(connection, reading.fold, reading.fold.state().get(), reading.last, reading.events);
            }
        } catch (SQLException failure) {
            LOG.atDebug().setCause(failure).log("no snapshot was kept of a long history");
        }
    }

    private void keep(Connection connection, Fold<S, E> fold, S state, EventRow event, int events) throws SQLException {
        var snapshot = SnapshotRow.of(
                aggregate.states(), fold.stream(), fold.version(), state, event.id(), event.occurredAt());
        if (SnapshotPolicy.isOverdue(events, snapshot.bytes())) {
            try (var replace = database.prepare(connection, SnapshotRow.REPLACE + SnapshotRow.PLACES)) {
                snapshot.bind(new Parameters(replace));
                replace.executeUpdate();
            }
        }
    }

    /** Folds the whole history, page by page. */
    Complete<Optional<Versioned<S>>> replay(Connection connection, StreamId id) throws SQLException {
        return readOn(connection, new Reading(Fold.start(aggregate, id))).result();
    }

    /** Reads a stream, and looks at its history below the snapshot as well. */
    Complete<Optional<Versioned<S>>> loadToChange(Connection connection, StreamId id) throws SQLException {
        var reading = new Reading(Fold.start(aggregate, id));
        if (page(connection, reading, MariaDbLimits.FOLDED_TO_CHANGE) < MariaDbLimits.FOLDED_TO_CHANGE) {
            return reading.result();
        }
        var loaded = load(connection, id);
        var version = loaded.value().map(Versioned::version).orElse(0);
        var first = Math.max(reading.version() + 1, version - MariaDbLimits.COUNTED_TO_CHANGE + 1);
        // A replay finds where it is broken, or that it is not any more.
        return check.isWhole(database, connection, id, first, version) ? loaded : replay(connection, id);
    }

    private Reading readOn(Connection connection, Reading reading) throws SQLException {
        int read;
        do {
            read = page(connection, reading, MariaDbLimits.REPLAY_PAGE);
        } while (read == MariaDbLimits.REPLAY_PAGE);
        return reading;
    }

    /** Folds the events after those that are folded, and tells how many there were. */
    private int page(Connection connection, Reading reading, int limit) throws SQLException {
        var found = after(connection, reading.fold.stream(), reading.version(), limit);
        reading.add(found);
        return found.events().size();
    }

    private Found after(Connection connection, StreamId stream, int version, int limit) throws SQLException {
        var id = stream.id();
        try (var select = database.prepare(connection, REPLAY)) {
            new Parameters(select).add(id).add(id).add(id).add(version).add(limit);
            try (var rows = select.executeQuery()) {
                rows.next();
                return found(connection, rows, stream);
            }
        }
    }

    /**
     * What one statement found. The id of a stream of another category finds nothing. A history that merely begins with an
     * event of another category is this one's all the same, and corrupt there.
     */
    private Found found(Connection connection, ResultSet rows, StreamId id) throws SQLException {
        var found = Found.read(rows);
        return found.isFirstOfAnother(aggregate.category()) && !HistoryCheck.hasEvent(database, connection, id)
                ? new Found(found.head(), 0, 0, List.of())
                : found;
    }

    /**
     * What one statement found of a stream.
     *
     * @param events in the order of their versions
     */
    private record Found(long head, long createdAt, int lastVersion, List<EventRow> events) {

        /** Takes the current row and all that follow; a row without an event counts as none. */
        static Found read(ResultSet rows) throws SQLException {
            var head = rows.getLong("head");
            var createdAt = rows.getLong("created_at");
            var lastVersion = rows.getInt("last_version");
            var events = new ArrayList<EventRow>();
            if (rows.getString("id") != null) {
                do {
                    events.add(EventRow.read(rows, 1));
                } while (rows.next());
            }
            events.sort(Comparator.comparingInt(EventRow::version));
            return new Found(head, createdAt, lastVersion, events);
        }

        /** Whether the rows begin with a first event of another category. */
        boolean isFirstOfAnother(String category) {
            return !events.isEmpty() && events.getFirst().isFirstOfAnother(category);
        }

        /** The id of the event at a version, if the rows begin with it, as those after a snapshot do, and it is of the category. */
        Optional<String> firstAt(int version, String category) {
            return events.stream()
                    .limit(1)
                    .filter(row -> row.version() == version && row.category().equals(category))
                    .map(EventRow::id)
                    .findFirst();
        }
    }

    /** A history while it is being read. */
    private final class Reading {

        private Fold<S, E> fold;
        private @Nullable EventRow last;
        private int events;
        private long head;
        private long createdAt;

        /** @param fold at the version of the first row to come if it is from a snapshot */
        Reading(Fold<S, E> fold) {
            this.fold = fold;
        }

        int version() {
            return fold.version();
        }

        void add(Found found) {
            head = found.head();
            createdAt = found.createdAt();
            for (var event : found.events()) {
                row(event);
            }
        }

        private void row(EventRow row) {
            var isAtSnapshot = last == null && row.version() == version();
            last = row;
            if (!isAtSnapshot) {
                events++;
                fold = fold.then(row.version(), row.event(aggregate));
            }
        }

        Complete<Optional<Versioned<S>>> result() {
            var end = last;
            var latest = end == null
                    ? Optional.<Versioned<S>>empty()
                    : fold.state()
                            .map(state -> new Versioned<>(
                                    fold.stream(),
                                    fold.version(),
                                    state,
                                    new GlobalPosition(createdAt),
                                    new GlobalPosition(end.position()),
                                    end.occurredAt(),
                                    end.id()));
            return new Complete<>(new GlobalPosition(head), latest);
        }
    }
}
