package io.ledger.kafka;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.lease.Lease;
import io.ledger.core.lease.Lease.Tenure;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease while this server has it: renews it, and knows by this machine's own clock when it can no longer be sure of it.
 *
 * <p>A term counts here from before it was asked for, so it never ends later here than in the store.
 */
final class HeldLease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

    private final Lease lease;
    private final Tenure tenure;
    private final Duration term;
    private final Thread renewals;

    private volatile long endNanos;
    private volatile boolean lost;

    /** @param askedNanos when the lease was asked for, for this term */
    HeldLease(Lease lease, Tenure tenure, Duration term, long askedNanos) {
        this.lease = lease;
        this.tenure = tenure;
        this.term = term;
        this.endNanos = askedNanos + term.toNanos();
        this.renewals = Thread.ofVirtual().name("relay-lease").start(this::renewals);
    }

    long epoch() {
        return tenure.epoch();
    }

    boolean isHeld() {
        return !lost && System.nanoTime() - endNanos < 0;
    }

    /**
     * Asks the store.
     *
     * @return whether the lease is still this server's
     * @throws StoreUnavailableException when the store does not answer
     */
    boolean renew() {
        var asked = System.nanoTime();
        if (lost || !lease.renew(tenure, term)) {
            lost = true;
            return false;
        }
        endNanos = asked + term.toNanos();
        return true;
    }

    private void renewals() {
        try {
            while (!lost) {
                Thread.sleep(KafkaLimits.LEASE_RENEWAL);
                renewIfPossible();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void renewIfPossible() {
        try {
            renew();
        } catch (StoreUnavailableException storeIsDown) {
            LOG.atDebug().setCause(storeIsDown).log("the lease of the relay is not renewed");
        } catch (RuntimeException bug) {
            LOG.atError().setCause(bug).log("the lease of the relay cannot be renewed");
        }
    }

    /** Lets the lease go, so that another server need not wait for the end of its term. */
    @Override
    public void close() {
        renewals.interrupt();
        try {
            renewals.join(KafkaLimits.STOP);
            if (!lost) {
                lost = true;
                lease.release(tenure);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (StoreUnavailableException storeIsDown) {
            LOG.atDebug().setCause(storeIsDown).log("the lease of the relay ends by itself");
        }
    }
}
