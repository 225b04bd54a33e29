package io.ledger.mariadb;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Waits, before a batch is taken, for those who were answered together with the last one.
 *
 * <p>They are about to ask again, and a transaction for all of them is cheaper than one for the first of them and another for
 * the others. They are waited for a fraction of the time that the last batch took. Who comes across a network is not that
 * quick: after a wait in vain the next {@link MariaDbLimits#BATCHES_IN_HASTE} batches wait for nobody. Nor does whoever is
 * alone.
 *
 * <p>Only one thread at a time uses it.
 */
final class ArrivalWait {

    private final LongSupplier nanoTime;
    private final Runnable yield;
    private int lastSize;
    private long lastNanos;
    private int batchesInHaste;

    ArrivalWait() {
        this(System::nanoTime, Thread::yield);
    }

    /** @param yield lets others come */
    ArrivalWait(LongSupplier nanoTime, Runnable yield) {
        this.nanoTime = nanoTime;
        this.yield = yield;
    }

    /**
     * Waits until as many are there as in the last batch, or its time is over.
     *
     * @param present how many are there
     */
    void beforeBatch(IntSupplier present) {
        if (batchesInHaste > 0) {
            batchesInHaste--;
            return;
        }
        var longest = Math.min(lastNanos / MariaDbLimits.ARRIVAL_SHARE, MariaDbLimits.LONGEST_ARRIVAL.toNanos());
        var started = nanoTime.getAsLong();
        while (present.getAsInt() < lastSize) {
            if (nanoTime.getAsLong() - started > longest) {
                batchesInHaste = MariaDbLimits.BATCHES_IN_HASTE;
                return;
            }
            yield.run();
        }
    }

    /**
     * Learns of a batch.
     *
     * @param nanos how long it took
     */
    void afterBatch(int size, long nanos) {
        lastSize = size;
        lastNanos = nanos;
    }
}
