package io.circleledger.api;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Interrupts the thread that started it unless it is closed in time.
 *
 * <p>The web server has no timeout for reading from a socket. An interrupt ends such a read and
 * closes the connection, which is all a client deserves that sends one byte a minute.
 *
 * <p>Each request starts one or more, and nearly all are closed at once. So there is no timer for
 * each: one thread looks through those that are open every {@link ApiLimits#DEADLINE_PERIOD}, which
 * is how late a deadline may come.
 */
final class Deadline implements AutoCloseable {

    private static final Set<Deadline> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Thread.ofPlatform().daemon().name("http-deadlines").start(Deadline::watch);
    }

    private final Thread thread = Thread.currentThread();
    private final long endNanos;
    private boolean closed;

    private Deadline(Duration timeout) {
        this.endNanos = System.nanoTime() + timeout.toNanos();
    }

    static Deadline of(Duration timeout) {
        var deadline = new Deadline(timeout);
        OPEN.add(deadline);
        return deadline;
    }

    private static void watch() {
        try {
            while (true) {
                Thread.sleep(ApiLimits.DEADLINE_PERIOD);
                var now = System.nanoTime();
                OPEN.forEach(deadline -> deadline.expireAt(now));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void expireAt(long nanos) {
        if (!closed && nanos - endNanos >= 0) {
            OPEN.remove(this);
            thread.interrupt();
        }
    }

    /** Once this returns the thread is not interrupted any more. */
    @Override
    public void close() {
        OPEN.remove(this);
        synchronized (this) {
            closed = true;
        }
    }
}
