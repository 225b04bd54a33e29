package io.ledger.core.identity;

import java.time.Instant;
import java.util.Optional;

/** Links that let an account choose its password, once. */
public interface SignInLinks {

    /**
     * Gives an account a link; those that it has are not valid any more.
     *
     * @param secretHash the SHA-256 of the link's secret
     */
    void issue(String accountId, byte[] secretHash, Instant now, Instant expiresAt);

    /** The active account that a link is for; empty when it was used, replaced, or is over. */
    Optional<Account> account(byte[] secretHash, Instant now);

    /**
     * Uses a link up and gives its account the password, in one transaction, which ends the sessions of the account.
     *
     * @return whether the link was still valid: of several who use it at once, one succeeds
     */
    boolean redeem(byte[] secretHash, AccountKey password, Instant now);

    /** Removes links that are over. */
    int forget(Instant now, int limit);
}
