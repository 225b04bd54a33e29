package io.circleledger.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import io.circleledger.bench.model.LogLockModel.AppendLoad;
import io.circleledger.bench.model.LogLockModel.LockCosts;
import io.circleledger.bench.model.LogLockModel.LockFigures;
import org.junit.jupiter.api.Test;

/** Where arithmetic or a measurement says what comes out, the model has to say it too. */
class LogLockModelTest {

    private static final LockCosts COSTS = LockCosts.MEASURED;
    private static final LockCosts BINARY_LOG = COSTS.flushingUnderLock(LockCosts.BINARY_LOG);
    private static final long SEED = 17;

    private static LockFigures run(LockCosts costs, AppendLoad load) {
        return LogLockModel.run(costs, load, SEED);
    }

    private static AppendLoad open(int servers, double appendsPerSecond, double seconds) {
        return new AppendLoad(servers, appendsPerSecond, 0, 1, seconds);
    }

    @Test
    void aLoneAppendTakesItsWorkAndOneFlush() {
        var found = run(COSTS, open(1, 20, 200));

        assertThat(found.batch()).isEqualTo(1.0, within(0.02));
        assertThat(found.meanSeconds()).isCloseTo(COSTS.work(1) + COSTS.meanFlush(), withPercentage(3));
        assertThat(found.lockHeld()).isCloseTo(20 * COSTS.work(1), withPercentage(5));
    }

    /** The formula of Pollaczek and Khinchine, for appends that are too rare to share commits. */
    @Test
    void rareAppendsOfManyServersWaitForTheLockAsInAQueue() {
        var rate = 1_200.0;
        var hold = COSTS.work(1);
        var wait = rate * hold * hold / (2 * (1 - rate * hold));

        // Flushes that are shared are left out of the formula, so there are none.
        var found = run(new LockCosts(COSTS.fixed(), COSTS.append(), 0, 0, LockCosts.AFTERWARDS), open(500, rate, 60));

        assertThat(found.batch()).isEqualTo(1.0, within(0.01));
        assertThat(found.meanSeconds() - hold).isCloseTo(wait, withPercentage(5));
        assertThat(found.waiting()).isCloseTo(rate * wait, withPercentage(5));
    }

    @Test
    void oneServerWithMoreToDoThanItCanFillsItsBatches() {
        var found = run(COSTS, open(1, 200_000, 10));

        assertThat(found.batch()).isEqualTo(LogLockModel.BATCH, within(0.5));
        assertThat(found.appendsPerSecond())
                .isCloseTo(
                        LogLockModel.BATCH / (COSTS.work(LogLockModel.BATCH) + COSTS.meanFlush()), withPercentage(1));
        assertThat(found.refused()).isCloseTo(1 - found.appendsPerSecond() / 200_000, withPercentage(1));
    }

    @Test
    void manyServersHideTheFlushUnlessThereIsABinaryLog() {
        var work = COSTS.work(LogLockModel.BATCH);

        var without = run(COSTS, open(10, 200_000, 10));
        var with = run(BINARY_LOG, open(10, 200_000, 10));

        assertThat(without.appendsPerSecond()).isCloseTo(LogLockModel.BATCH / work, withPercentage(1));
        assertThat(with.appendsPerSecond())
                .isCloseTo(LogLockModel.BATCH / (work + 2 * COSTS.meanFlush()), withPercentage(1));
        assertThat(without.lockHeld()).isEqualTo(1, within(1e-9));
        // One has the lock, and one may be waiting for the disk.
        assertThat(without.waiting()).isEqualTo(9 - COSTS.meanFlush() / work, within(0.01));
        assertThat(with.waiting()).isEqualTo(9, within(0.001));
        assertThat(without.mostWaiting()).isEqualTo(9);
    }

    @Test
    void oneFlushServesAllThatWaitForTheDisk() {
        var slowDisk = new LockCosts(100e-6, 0, 1e-3, 0, LockCosts.AFTERWARDS);

        var found = run(slowDisk, AppendLoad.closed(40, 1));

        assertThat(found.appendsPerSecond()).isCloseTo(1 / slowDisk.fixed(), withPercentage(1));
    }

    @Test
    void whatIsOfferedIsAnsweredWhileThereIsRoom() {
        for (var servers : new int[] {1, 10, 100}) {
            var found = run(COSTS, open(servers, 20_000, 10));

            assertThat(found.appendsPerSecond()).isCloseTo(20_000, withPercentage(1));
            assertThat(found.refused()).isZero();
            assertThat(found.waiting()).isLessThanOrEqualTo(servers - 1);
            assertThat(found.p99Seconds()).isGreaterThan(found.p50Seconds());
        }
    }

    /** Each server has its turn once in a round, and a round has work for all that arrived in the one before. */
    @Test
    void aRoundOfAllServersIsAsLongAsItsWork() {
        var rate = 20_000.0;
        var round = 100 * COSTS.fixed() / (1 - rate * COSTS.append());

        var found = run(COSTS, open(100, rate, 20));

        assertThat(found.batch()).isCloseTo(rate / 100 * round, withPercentage(3));
        // Half a round on average until it is taken, and one until the lock is let go.
        assertThat(found.meanSeconds()).isCloseTo(1.5 * round, withPercentage(3));
    }

    /** From the measurements that docs/SCALE.md names; the last one was not used to find the costs. */
    @Test
    void itIsNearWhatWasMeasured() {
        assertThat(run(COSTS, AppendLoad.closed(1, 1)).appendsPerSecond()).isCloseTo(2_458, withPercentage(3));
        assertThat(run(COSTS, AppendLoad.closed(1, 64)).appendsPerSecond()).isCloseTo(33_600, withPercentage(2));
        assertThat(run(COSTS, AppendLoad.closed(1, 256)).appendsPerSecond()).isCloseTo(47_900, withPercentage(2));
        assertThat(run(COSTS, AppendLoad.closed(2, 64)).appendsPerSecond()).isCloseTo(40_700, withPercentage(4));
    }

    @Test
    void theSeedAloneDecides() {
        var load = open(10, 5_000, 5);

        assertThat(LogLockModel.run(COSTS, load, 1)).isEqualTo(LogLockModel.run(COSTS, load, 1));
        assertThat(LogLockModel.run(COSTS, load, 1)).isNotEqualTo(LogLockModel.run(COSTS, load, 2));
    }
}
