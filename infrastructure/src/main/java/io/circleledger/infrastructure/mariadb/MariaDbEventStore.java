package io.circleledger.infrastructure.mariadb;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.eventstore.Append;
import io.circleledger.domain.eventstore.EventStore;
import io.circleledger.domain.eventstore.StoredCircle;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.CorruptStreamException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The histories of circles in MariaDB or MySQL.
 *
 * <p><b>Appending</b> is one round trip, shared by all who append at the same time: see {@link
 * GroupCommit}, {@link AppendTransaction} and {@link AppendRecorder}. Positions are given, and become
 * visible, in the order of commits, and a writer that dies gives back what it took. The unique key on
 * circle and version has the last word on who changes a version first, and the id of the event before
 * on whether the history is still the one that the change was decided on.
 *
 * <p><b>Loading</b> starts from the latest snapshot that can be believed: see {@link CircleLoader}.
 */
public final class MariaDbEventStore implements EventStore, MeterBinder {

    private final DataSource dataSource;
    private final CircleLoader loader;
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
        this.loader = new CircleLoader(codec);
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
        } catch (StoreUnavailableException | CorruptStreamException failure) {
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

    /** A question to the database. */
    private interface Question {
        StoredCircle ask(Connection connection) throws SQLException;
    }

    private StoredCircle ask(Question question) {
        try (var connection = dataSource.getConnection()) {
            return question.ask(connection);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    @Override
    public StoredCircle load(StreamId id) {
        return ask(connection -> loader.load(connection, id));
    }

    @Override
    public StoredCircle loadToChange(StreamId id) {
        return ask(connection -> loader.loadToChange(connection, id));
    }

    @Override
    public StoredCircle replay(StreamId id) {
        return ask(connection -> loader.replay(connection, id));
    }
}
