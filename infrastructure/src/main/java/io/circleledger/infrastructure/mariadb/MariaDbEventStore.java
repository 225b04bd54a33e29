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
import io.circleledger.domain.eventstore.StoredCircle;
import io.circleledger.domain.eventstore.StoredCircle.Latest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
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
 * circle and version has the last word on who changes a version first.
 *
 * <p><b>Loading</b> is one statement: the latest snapshot, and the events from its version on. The
 * event of that version itself is among them because it has what a snapshot lacks: the place in the
 * log and the time, and the proof that the snapshot belongs to this history.
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
            + " LEFT JOIN circle_events e ON e.circle_id = ? AND e.version >= COALESCE(s.version, 1)"
            + " ORDER BY e.version";

    private static final String REPLAY = "SELECT " + EventRow.COLUMNS + ", h.head, h.created_at" + HEAD
            + " LEFT JOIN circle_events e ON e.circle_id = ? AND e.version > ?"
            + " ORDER BY e.version LIMIT ?";

    private final DataSource dataSource;
    private final EventCodec codec;
    private final GroupCommit commits;
    private final AppendCounts counts = new AppendCounts();

    /** @param snapshotInterval a snapshot is taken at every version that is a multiple of it */
    public MariaDbEventStore(DataSource dataSource, int snapshotInterval) {
        this.dataSource = dataSource;
        this.codec = new EventCodec(List.of());
        var recorder = new AppendRecorder(dataSource, new AppendTransaction(codec, snapshotInterval));
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
                row(EventRow.read(rows, 1), codec);
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
