package io.circleledger.infrastructure.mariadb;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.eventstore.LogEntry.UnreadableEntry;
import io.circleledger.domain.eventstore.StoredCircle.Latest;
import io.circleledger.domain.eventstore.StoredCircle;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.CorruptStreamException;
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
 * Reads circles by folding their events.
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
final class CircleLoader {

    /** One row whatever the circle: the end of the log, where the circle's history begins and its last version. */
    private static final String HEAD = " FROM (SELECT"
            + " (SELECT COALESCE(MAX(position), 0) FROM circle_events) AS head,"
            + " (SELECT position FROM circle_events WHERE circle_id = ? AND version = 1)"
            + " AS created_at,"
            + " (SELECT MAX(version) FROM circle_events WHERE circle_id = ?) AS last_version) h";

    private static final String LOAD = "SELECT " + EventRow.COLUMNS
            + ", h.head, h.created_at, h.last_version, s.version AS snapshot_version, s.id AS snapshot_id, s.state,"
            + " s.checksum" + HEAD
            + " LEFT JOIN circle_snapshots s ON s.circle_id = ? AND s.version ="
            + " (SELECT MAX(version) FROM circle_snapshots WHERE circle_id = ?)"
            + " LEFT JOIN circle_events e ON e.circle_id = ? AND e.version >= COALESCE(s.version, 1)"
            + " AND e.version < COALESCE(s.version, 1) + " + MariaDbLimits.REPLAY_PAGE;

    private static final String REPLAY = "SELECT " + EventRow.COLUMNS + ", h.head, h.created_at, h.last_version" + HEAD
            + " LEFT JOIN (SELECT circle_id, version FROM circle_events WHERE circle_id = ? AND version > ?"
            + " ORDER BY version LIMIT ?) k ON TRUE"
            + " LEFT JOIN circle_events e ON e.circle_id = k.circle_id AND e.version = k.version";

    private static final Logger LOG = LoggerFactory.getLogger(CircleLoader.class);

    private final EventCodec codec;
    private final HistoryCheck check;

    CircleLoader(EventCodec codec) {
        this.codec = codec;
        this.check = new HistoryCheck(codec);
    }

    /** Reads a circle from its latest snapshot on; keeps a snapshot if there was none that spared a long replay. */
    StoredCircle load(Connection connection, StreamId id) throws SQLException {
        var fold = fromSnapshot(connection, id);
        if (fold.events > MariaDbLimits.REPLAY_PAGE) {
            keepSnapshot(connection, fold);
        }
        return fold.result();
    }

    private Fold fromSnapshot(Connection connection, StreamId id) throws SQLException {
        Fold fold;
        int lastVersion;
        try (var select = connection.prepareStatement(LOAD)) {
            for (var i = 1; i <= 5; i++) {
                select.setString(i, id.id());
            }
            try (var rows = select.executeQuery()) {
                rows.next();
                var snapshotVersion = rows.getInt("snapshot_version");
                var snapshotId = rows.getString("snapshot_id");
                var state = rows.getString("state");
                var checksum = rows.getString("checksum");
                var found = Found.read(rows);
                var snapshot = found.firstAt(snapshotVersion)
                        .flatMap(eventId ->
                                SnapshotCodec.believed(id, snapshotVersion, eventId, snapshotId, state, checksum));
                if (snapshot.isEmpty() && snapshotVersion > 0) {
                    return foldOn(connection, id, new Fold(id, null));
                }
                fold = new Fold(id, snapshot.orElse(null));
                fold.add(found, codec);
                lastVersion = found.lastVersion();
            }
        }
        return fold.version() < lastVersion ? foldOn(connection, id, fold) : fold;
    }

    /** Without it only the next load is slow again, as where the database takes no changes. */
    private static void keepSnapshot(Connection connection, Fold fold) {
        try {
            if (fold.state.isPresent() && fold.last != null) {
                keep(connection, fold.state.get(), fold.last);
            }
        } catch (SQLException failure) {
            LOG.atDebug().setCause(failure).log("no snapshot was kept of a long history");
        }
    }

    private static void keep(Connection connection, Circle circle, EventRow event) throws SQLException {
        try (var replace =
                connection.prepareStatement(AppendTransaction.REPLACE_SNAPSHOTS + AppendTransaction.SNAPSHOT)) {
            AppendTransaction.bindSnapshot(new Parameters(replace), circle, event.id(), event.occurredAt());
            replace.executeUpdate();
        }
    }

    /** Folds the whole history, page by page. */
    StoredCircle replay(Connection connection, StreamId id) throws SQLException {
        return foldOn(connection, id, new Fold(id, null)).result();
    }

    /** Reads a circle, and looks at its history below the snapshot as well. */
    StoredCircle loadToChange(Connection connection, StreamId id) throws SQLException {
        var fold = new Fold(id, null);
        if (page(connection, id, fold, MariaDbLimits.FOLDED_TO_CHANGE) < MariaDbLimits.FOLDED_TO_CHANGE) {
            return fold.result();
        }
        var loaded = load(connection, id);
        var version = loaded.circle().map(Circle::version).orElse(0);
        var first = Math.max(fold.version() + 1, version - MariaDbLimits.COUNTED_TO_CHANGE + 1);
        // A replay finds where it is broken, or that it is not any more.
        return check.isWhole(connection, id, first, version) ? loaded : replay(connection, id);
    }

    private Fold foldOn(Connection connection, StreamId id, Fold fold) throws SQLException {
        int read;
        do {
            read = page(connection, id, fold, MariaDbLimits.REPLAY_PAGE);
        } while (read == MariaDbLimits.REPLAY_PAGE);
        return fold;
    }

    /** Folds the events after those that are folded, and tells how many there were. */
    private int page(Connection connection, StreamId id, Fold fold, int limit) throws SQLException {
        try (var select = connection.prepareStatement(REPLAY)) {
            select.setString(1, id.id());
            select.setString(2, id.id());
            select.setString(3, id.id());
            select.setInt(4, fold.version());
            select.setInt(5, limit);
            try (var rows = select.executeQuery()) {
                rows.next();
                var found = Found.read(rows);
                fold.add(found, codec);
                return found.events().size();
            }
        }
    }

    /**
     * What one statement found of a circle.
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

        /** The id of the event at a version, if the rows begin with it, as those after a snapshot do. */
        Optional<String> firstAt(int version) {
            return events.stream()
                    .limit(1)
                    .filter(row -> row.version() == version)
                    .map(EventRow::id)
                    .findFirst();
        }
    }

    /** A history while it is being read. */
    private static final class Fold {

        private final StreamId id;
        private Optional<Circle> state;
        private @Nullable EventRow last;
        private int events;
        private long head;
        private long createdAt;

        /** @param snapshot the state at the version of the first row to come */
        Fold(StreamId id, @Nullable Circle snapshot) {
            this.id = id;
            this.state = Optional.ofNullable(snapshot);
        }

        int version() {
            return state.map(Circle::version).orElse(0);
        }

        void add(Found found, EventCodec codec) {
            head = found.head();
            createdAt = found.createdAt();
            for (var event : found.events()) {
                row(event, codec);
            }
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
            var circle = switch (row.decode(codec)) {
                case RecordedEvent recorded -> CircleDecider.evolve(id, state, recorded.event());
                case UnreadableEntry unreadable -> throw new CorruptStreamException(id, version, unreadable.reason());
            };
            events++;
            state = Optional.of(circle);
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
                                    end.occurredAt(),
                                    end.id())));
        }
    }
}
