package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.StoreUnavailableException;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.circle.CorruptStreamException;
import io.circleledger.domain.eventstore.Append;
import io.circleledger.domain.eventstore.AppendResult;
import io.circleledger.domain.eventstore.EventStore;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.eventstore.LogEntry.UnreadableEntry;
import io.circleledger.domain.eventstore.OtherHistory;
import io.circleledger.domain.eventstore.StoredCircle;
import io.circleledger.domain.eventstore.StoredCircle.Latest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The histories of circles in MariaDB or MySQL.
 *
 * <p><b>Appending</b> is one round trip, shared by all who append at the same time: see {@link
 * GroupCommit}, {@link AppendTransaction} and {@link AppendRecorder}. Positions are given, and become
 * visible, in the order of commits, and a writer that dies gives back what it took. The unique key on
 * circle and version has the last word on who changes a version first, and the id of the event before
 * on whether the history is still the one that the change was decided on.
 *
 * <p><b>Loading</b> is one statement: the latest snapshot, and the events from its version on. The
 * event of that version itself is among them because it has what a snapshot lacks: the place in the
 * log and the time, and the proof that the snapshot belongs to this history. The rows are put in order
 * here: MariaDB would set them aside for that, and takes texts to the disk when it does.
 */
public final class MariaDbEventStore implements EventStore, MeterBinder {

    /** One row whatever the circle: the end of the log, and where the circle's history begins. */
    private static final String HEAD = " FROM (SELECT"
            + " (SELECT COALESCE(MAX(position), 0) FROM circle_events) AS head,"
            + " (SELECT position FROM circle_events WHERE circle_id = ? AND version = 1)"
            + " AS created_at) h";

    private static final String LOAD = "SELECT " + EventRow.COLUMNS
            + ", h.head, h.created_at, s.version AS snapshot_version, s.state" + HEAD
            + " LEFT JOIN circle_snapshots s ON s.circle_id = ? AND s.version ="
            + " (SELECT MAX(version) FROM circle_snapshots WHERE circle_id = ?)"
            + " LEFT JOIN circle_events e ON e.circle_id = ? AND e.version >= COALESCE(s.version, 1)";

    private static final String REPLAY = "SELECT " + EventRow.COLUMNS + ", h.head, h.created_at" + HEAD
            + " LEFT JOIN (SELECT circle_id, version FROM circle_events WHERE circle_id = ? AND version > ?"
            + " ORDER BY version LIMIT ?) k ON TRUE"
            + " LEFT JOIN circle_events e ON e.circle_id = k.circle_id AND e.version = k.version";

    private final DataSource dataSource;
    private final EventCodec codec;
    private final GroupCommit commits;
    private final AppendCounts counts = new AppendCounts();

    /** A store that tells nobody when the log turns out to have another history. */
    public MariaDbEventStore(DataSource dataSource, EventCodec codec, int snapshotInterval) {
        this(dataSource, codec, snapshotInterval, OtherHistory.UNHEARD);
    }

    /**
     * Makes the store.
     *
     * @param snapshotInterval a snapshot is taken at every version that is a multiple of it
     * @param otherHistory is told when an append finds that the log has another history
     */
    public MariaDbEventStore(DataSource dataSource, EventCodec codec, int snapshotInterval, OtherHistory otherHistory) {
        this.dataSource = dataSource;
        this.codec = codec;
        var recorder = new AppendRecorder(dataSource, new AppendTransaction(codec, snapshotInterval), otherHistory);
        this.commits = new GroupCommit(MariaDbLimits.APPEND_QUEUE, MariaDbLimits.APPEND_QUEUE_WAIT, batch -> {
            counts.countBatch();
            recorder.record(batch);
        });
    }

    @Override
    public AppendResult append(Append append) {
        try {
            var result = commits.append(append);
            counts.count(result);
            return result;
        } catch (StoreUnavailableException failure) {
            counts.countFailure();
            throw failure;
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counts.bindTo(registry);
        Gauge.builder("ledger.append.queue", commits, GroupCommit::waiting)
                .description("Appends that wait for a writer")
                .register(registry);
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
                var snapshotVersion = rows.getInt("snapshot_version");
                var state = rows.getString("state");
                var found = Found.read(rows);
                var snapshot = found.isFrom(snapshotVersion)
                        ? SnapshotCodec.decode(id, snapshotVersion, state)
                        : Optional.<Circle>empty();
                if (snapshot.isEmpty() && snapshotVersion > 0) {
                    return replay(connection, id);
                }
                var fold = new Fold(id, snapshot.orElse(null));
                fold.add(found, codec);
                return fold.result();
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
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
                    var found = Found.read(rows);
                    fold.add(found, codec);
                    read = found.events().size();
                }
            } while (read == MariaDbLimits.REPLAY_PAGE);
        }
        return fold.result();
    }

    /**
     * What one statement found of a circle.
     *
     * @param events in the order of their versions
     */
    private record Found(long head, long createdAt, List<EventRow> events) {

        /** Takes the current row and all that follow; a row without an event counts as none. */
        static Found read(ResultSet rows) throws SQLException {
            var head = rows.getLong("head");
            var createdAt = rows.getLong("created_at");
            var events = new ArrayList<EventRow>();
            if (rows.getString("id") != null) {
                do {
                    events.add(EventRow.read(rows, 1));
                } while (rows.next());
            }
            events.sort(Comparator.comparingInt(EventRow::version));
            return new Found(head, createdAt, events);
        }

        /** Whether the first event has a version, which a snapshot of it must have in common with the history. */
        boolean isFrom(int version) {
            return !events.isEmpty() && events.getFirst().version() == version;
        }
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
                                    end.occurredAt(),
                                    end.id())));
        }
    }
}
