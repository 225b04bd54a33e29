package io.ledger.identity;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.identity.IdentityEpoch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether what a server remembers of identities may still be believed.
 *
 * <p>One thread reads the {@link IdentityEpoch} again and again. What was read from the database is remembered with the
 * {@link #moment} before it was read, and counts while the moment is the same. So a change anywhere is noticed within
 * {@link IdentityLimits#EPOCH_PERIOD}; and when the epoch cannot be read, nothing counts after
 * {@link IdentityLimits#EPOCH_TRUST}.
 */
public final class EpochWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EpochWatch.class);

    /** When something was read: before any change that was noticed later, or was made here later. */
    public record Moment(long epoch, long changesHere) {}

    private final IdentityEpoch epoch;
    private final LongSupplier nanoTime;
    private final AtomicLong changesHere = new AtomicLong();
    private volatile long lastRead;
    private volatile long trustedSinceNanos;
    private volatile boolean hasRead;
    private volatile boolean closed;
    private @Nullable Thread thread;

    public EpochWatch(IdentityEpoch epoch) {
        this(epoch, System::nanoTime);
    }

    /** @param nanoTime tells how much time has passed, as {@link System#nanoTime} does */
    EpochWatch(IdentityEpoch epoch, LongSupplier nanoTime) {
        this.epoch = epoch;
        this.nanoTime = nanoTime;
    }

    /** Reads the epoch once, and goes on in a thread. */
    public void start() {
        read();
        thread = Thread.ofPlatform().daemon().name("identity-epoch").start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                Thread.sleep(IdentityLimits.EPOCH_PERIOD);
                read();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        var started = nanoTime.getAsLong();
        try {
            lastRead = epoch.current();
            trustedSinceNanos = started;
            hasRead = true;
        } catch (StoreUnavailableException failure) {
            LOG.atDebug().setCause(failure).log("the identity epoch cannot be read");
        } catch (RuntimeException bug) {
            LOG.atError().setCause(bug).log("the identity epoch cannot be read");
        }
    }

    /** The moment now. Ask for it before reading what is to be remembered. */
    public Moment moment() {
        return new Moment(lastRead, changesHere.get());
    }

    /** Whether what was read at a moment still counts. */
    public boolean isCurrent(Moment moment) {
        return hasRead
                && moment.epoch() == lastRead
                && moment.changesHere() == changesHere.get()
                && nanoTime.getAsLong() - trustedSinceNanos < IdentityLimits.EPOCH_TRUST.toNanos();
    }

    /** Has nothing count that was read before now, because this server has changed something. */
    public void changed() {
        changesHere.incrementAndGet();
    }

    @Override
    public void close() {
        closed = true;
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
