package io.ledger.core.identity;

import io.ledger.core.StoreUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The accounts of a ledger.
 *
 * <p>Each change raises the {@link IdentityEpoch} in its own transaction. Every method may throw a
 * {@link StoreUnavailableException}.
 */
public interface AccountStore extends ProviderAccounts {

    /** How many accounts of the ledger's own there are that were not erased. */
    long ownAccounts();

    Optional<Account> find(String accountId);

    /**
     * The account of the ledger's own that people call by this name.
     *
     * @param key of the name, by {@link AccountName#key}
     */
    Optional<Account> named(String key);

    /** Accounts in the order of their creation, without those that were erased. */
    IdentityPage<Account> list(long after, int limit);

    /** Adds an account of the ledger's own; it has no key yet, so nobody can sign in with it. */
    AccountOutcome add(Account account);

    /** Changes an account. Its sessions end when it may do more than before, or is disabled. */
    AccountOutcome change(String accountId, AccountChange change);

    /** Leaves nothing of an account but its id: its name, keys, sessions and links are gone. */
    AccountOutcome erase(String accountId);

    /**
     * What to show for the ids of accounts and tokens: the name, which is empty for an erased account. Ids that are not
     * known have no entry.
     */
    Map<String, String> names(Set<String> ids);
}
