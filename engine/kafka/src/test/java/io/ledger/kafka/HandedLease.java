package io.ledger.kafka;

import io.ledger.core.lease.Lease;
import java.time.Duration;
import java.util.Optional;

/** A lease that a test hands from one relay to the other, as if its term had ended while the first was paused. */
final class HandedLease {

    private volatile String owner;
    private volatile long epoch;

    HandedLease(String owner) {
        this.owner = owner;
        this.epoch = 1;
    }

    /** From now on another one has it. */
    synchronized void handTo(String next) {
        owner = next;
        epoch++;
    }

    /** The lease as one relay sees it. */
    Lease seenBy(String holder) {
        return new Lease() {

            @Override
            public Optional<Tenure> take(String asking, Duration term) {
                return holder.equals(owner) ? Optional.of(new Tenure(holder, epoch)) : Optional.empty();
            }

            @Override
            public boolean renew(Tenure tenure, Duration term) {
                return holder.equals(owner) && tenure.epoch() == epoch;
            }

            @Override
            public void release(Tenure tenure) {}
        };
    }
}
