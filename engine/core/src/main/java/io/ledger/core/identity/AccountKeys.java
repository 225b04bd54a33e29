package io.ledger.core.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What accounts of the ledger's own sign in with: a password, and passkeys. Changes raise the {@link IdentityEpoch}. */
public interface AccountKeys {

    /** All keys of an account, the oldest first. */
    List<AccountKey> of(String accountId);

    /** The password of an account. */
    Optional<AccountKey> password(String accountId);

    /** The passkey with this id, whosever it is. */
    Optional<AccountKey> passkey(String keyId);

    /**
     * Gives an account another password, or its first, and ends its sessions.
     *
     * @param exceptSession the id of a session that goes on
     * @return whether the account is there and active
     */
    boolean setPassword(AccountKey password, Optional<String> exceptSession);

    /**
     * Adds a passkey.
     *
     * @param fits judges all keys that the account has, in the transaction that adds: of several additions at once, each
     *     sees those before it
     * @return whether the account is there and active, no key has this id, and it fits
     */
    boolean add(AccountKey passkey, Predicate<List<AccountKey>> fits);

    /**
     * Notes that a passkey was used, with what it has counted. It does not raise the epoch.
     *
     * @param before the passkey as it was judged
     * @return whether it was still the same: of several uses at once, one succeeds
     */
    boolean used(AccountKey before, String content, Instant now);

    /**
     * Has a passkey called otherwise.
     *
     * @return whether the account has it
     */
    boolean rename(String accountId, String keyId, String label);

    /** Removes a passkey of an account, if the account has another key. */
    KeyRemoval remove(String accountId, String keyId);

    /** What came of removing a passkey. */
    enum KeyRemoval {
        /** It is gone. */
        REMOVED,
        /** The account has no such passkey. */
        UNKNOWN,
        /** The account would have nothing left to sign in with. */
        LAST
    }
}
