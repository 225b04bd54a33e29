package io.ledger.core.lease;

import java.time.Duration;
import java.util.Optional;

/**
 * A task that one server at a time has, for a term that it renews while it works.
 *
 * <p>The store's clock says when a term is over, so servers need not agree on the time. Nobody can be kept from working
 * on after that, as after a long pause: whatever a holder writes must be refused elsewhere once another one has taken over.
 * The epoch is for that, and for whoever reads what was written.
 */
public interface Lease {

    /**
     * The time in which one holder has the lease.
     *
     * @param holder who
     * @param epoch rises with each that begins
     */
    record Tenure(String holder, long epoch) {}

    /**
     * Takes the lease if nobody has it.
     *
     * @param holder names one run of one server, and no other
     * @return empty when somebody has it
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Optional<Tenure> take(String holder, Duration term);

    /**
     * Begins the term anew.
     *
     * @return whether the tenure still lasts; if not, another one may have begun
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    boolean renew(Tenure tenure, Duration term);

    /**
     * Ends the tenure, if it still lasts, so that another one can begin at once.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    void release(Tenure tenure);
}
