package io.circleledger.api;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that started it unless it is closed in time.
 *
 * <p>The web server has no timeout for reading from a socket. An interrupt ends such a read and
 * closes the connection, which is all a client deserves that sends one byte a minute.
 */
final class Deadline implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final Thread thread = Thread.currentThread();
    private final Future<?> alarm;
    private boolean closed;

    private Deadline(Duration timeout) {
        this.alarm = CLOCK.schedule(this::expire, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    static Deadline of(Duration timeout) {
        return new Deadline(timeout);
    }

    private synchronized void expire() {
        if (!closed) {
            thread.interrupt();
        }
    }

    /** Once this returns the thread is not interrupted any more. */
    @Override
    public synchronized void close() {
        closed = true;
        alarm.cancel(false);
    }

    private static ScheduledThreadPoolExecutor clock() {
        var clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("http-deadlines").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }
}
