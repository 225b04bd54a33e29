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
 * <p>An append is one round trip, and appends that wait at the same time share it: {@link GroupCommit} collects them
 * into a batch, {@link AppendRecorder} sends the batch and finds out what became of each append,
 * {@link AppendTransaction} is the transaction.
 *
 * <p>Positions are assigned, and become visible, in the order of commits. If a writer dies before its commit, its
 * positions are assigned again. Of two changes to one version, the unique key on stream and version refuses the second.
 * The id of the event before it shows whether the history is still the one that the change was decided on.
 */
public final class Appender implements MeterBinder {

    private final GroupCommit commits;
    private final AppendCounts counts = new AppendCounts();

    /** An appender that notifies nobody when the log has another history. */
    public Appender(Database database, int snapshotInterval) {
        this(database, snapshotInterval, OtherHistory.UNHEARD);
    }

    /**
     * Makes the appender of a log; a process has one appender for each log.
     *
     * @param snapshotInterval a snapshot of a small state is taken at every multiple of this version, of a larger one
     *     less often; see {@link SnapshotPolicy}
     * @param otherHistory notified when an append finds that the log has another history
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
