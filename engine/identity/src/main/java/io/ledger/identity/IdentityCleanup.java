package io.ledger.identity;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.identity.AuditRecords;
import io.ledger.core.identity.SessionStore;
import io.ledger.core.identity.SignInLinks;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes sessions and links that are over, and entries of the audit log that were kept for long enough. */
public final class IdentityCleanup implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IdentityCleanup.class);

    private final SessionStore sessions;
    private final SignInLinks links;
    private final AuditRecords records;
    private final Duration auditKept;
    private final InstantSource clock;
    private @Nullable Thread thread;

    public IdentityCleanup(
            SessionStore sessions, SignInLinks links, AuditRecords records, Duration auditKept, InstantSource clock) {
        this.sessions = sessions;
        this.links = links;
        this.records = records;
        this.auditKept = auditKept;
        this.clock = clock;
    }

    public void start() {
        thread = Thread.ofVirtual().name("identity-cleanup").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(IdentityLimits.CLEANUP_PERIOD);
                cleanUp();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Removes all that is over now, a few rows at a time. */
    void cleanUp() {
        try {
            var now = clock.instant();
            var step = IdentityLimits.CLEANUP_STEP;
            while (!Thread.currentThread().isInterrupted()
                    && (sessions.forget(now, now.minus(IdentityLimits.SESSION_IDLE), step) >= step
                            || links.forget(now, step) >= step
                            || records.forget(now.minus(auditKept), step) >= step)) {
                LOG.atDebug().log("removed what is over; there is more");
            }
        } catch (StoreUnavailableException failure) {
            LOG.atDebug().setCause(failure).log("what is over is removed when the database is back");
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
