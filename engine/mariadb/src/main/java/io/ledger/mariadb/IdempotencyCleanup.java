package io.ledger.mariadb;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.request.IdempotencyRecords;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets answers that were kept for long enough, a few at a time, from time to time. */
public final class IdempotencyCleanup implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyCleanup.class);

    private final IdempotencyRecords records;
    private final Duration keep;

    private @Nullable Thread thread;

    /** @param keep how long an answer is kept */
    public IdempotencyCleanup(IdempotencyRecords records, Duration keep) {
        this.records = records;
        this.keep = keep;
    }

    public void start() {
        thread = Thread.ofVirtual().name("idempotency-cleanup").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                var isFull = forgetSome() == MariaDbLimits.CLEANUP_STEP;
                Thread.sleep(isFull ? MariaDbLimits.CLEANUP_PAUSE : MariaDbLimits.CLEANUP_PERIOD);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private int forgetSome() {
        try {
            return records.forget(keep, MariaDbLimits.CLEANUP_STEP);
        } catch (StoreUnavailableException failure) {
            LOG.atDebug().setCause(failure).log("old answers are kept until the database is back");
            return 0;
        }
    }

    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
