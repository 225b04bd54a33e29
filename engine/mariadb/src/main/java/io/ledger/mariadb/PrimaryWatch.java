package io.ledger.mariadb;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second whether the database still takes changes, so that a server that only reads notices a failover too.
 * What it looks with throws away the connections to a database that takes none.
 */
final class PrimaryWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PrimaryWatch.class);

    private final Runnable look;
    private final CountDownLatch closed = new CountDownLatch(1);

    PrimaryWatch(Runnable look) {
        this.look = look;
        Thread.ofVirtual().name("primary-watch").start(this::run);
    }

    private void run() {
        try {
            while (!closed.await(MariaDbLimits.PRIMARY_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    look.run();
                } catch (RuntimeException storeIsDown) {
                    LOG.atDebug().setCause(storeIsDown).log("the database is looked at when it is back");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
