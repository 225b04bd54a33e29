package io.ledger.core.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
     * @return whether the account is there and active, and no key has this id
     */
    boolean add(AccountKey passkey);

    /** Notes that a passkey was used, with what it has counted. It does not raise the epoch. */
    void used(String keyId, String content, Instant now);

    /**
     * Removes a key of an account.
     *
     * @return whether the account had it
     */
    boolean remove(String accountId, String keyId);
}
