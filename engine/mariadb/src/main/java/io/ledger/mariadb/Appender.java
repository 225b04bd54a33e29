package io.ledger.mariadb;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.SnapshotPolicy;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Records appends to the streams of one log, of every category.
 *
 * <p>It is one round trip, shared by all who append at the same time: see {@link GroupCommit}, {@link AppendTransaction}
 * and {@link AppendRecorder}. Positions are given, and become visible, in the order of commits, and a writer that dies
 * gives back what it took. The unique key on stream and version has the last word on who changes a version first, and the
 * id of the event before on whether the history is still the one that the change was decided on.
 */
public final class Appender implements MeterBinder {

    private final GroupCommit commits;
    private final AppendCounts counts = new AppendCounts();

    /** One that tells nobody when the log turns out to have another history. */
    public Appender(Database database, int snapshotInterval) {
        this(database, snapshotInterval, OtherHistory.UNHEARD);
    }

    /**
     * Makes the appender of a log; a process has one for each.
     *
     * @param snapshotInterval a snapshot of a small state is taken at every version that is a multiple of it; of a larger one more
     *     rarely, see {@link SnapshotPolicy}
     * @param otherHistory is told when an append finds that the log has another history
     */
    public Appender(Database database, int snapshotInterval, OtherHistory otherHistory) {
        var recorder = new AppendRecorder(database, new AppendTransaction(database, snapshotInterval), otherHistory);
        this.commits = new GroupCommit(MariaDbLimits.APPEND_QUEUE, MariaDbLimits.APPEND_QUEUE_WAIT, batch -> {
            counts.countBatch();
            recorder.record(batch);
        });
    }

    /**
     * Records events, all or none, durably before it returns.
     *
     * @throws CorruptStreamException when the history before the events breaks the rules
     * @throws StoreUnavailableException when it failed, or had to wait for too long
     */
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
}
