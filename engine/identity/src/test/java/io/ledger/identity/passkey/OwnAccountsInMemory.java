package io.ledger.identity.passkey;

import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountChange;
import io.ledger.core.identity.AccountOutcome;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.identity.AccountState;
import io.ledger.core.identity.AccountStore;
import io.ledger.core.identity.IdentityPage;
import io.ledger.core.identity.ProviderSubject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts of the ledger's own kept in memory, which can be found and disabled. */
final class OwnAccountsInMemory implements AccountStore {

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    /** An account with this name. */
    Account made(String name) {
        var account = new Account(
                UUID.randomUUID().toString(),
                name,
                Set.of(AccountRole.EDITOR),
                AccountState.ACTIVE,
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty());
        accounts.put(account.id(), account);
        return account;
    }

    void disable(Account account) {
        accounts.put(
                account.id(),
                new Account(
                        account.id(),
                        account.name(),
                        account.roles(),
                        AccountState.DISABLED,
                        Optional.empty(),
                        Instant.EPOCH,
                        Optional.empty()));
    }

    @Override
    public Optional<Account> find(String accountId) {
        return Optional.ofNullable(accounts.get(accountId));
    }

    @Override
    public long ownAccounts() {
        return accounts.size();
    }

    @Override
    public Optional<Account> named(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public IdentityPage<Account> list(long after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AccountOutcome add(Account account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AccountOutcome change(String accountId, AccountChange change) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AccountOutcome erase(String accountId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, String> names(Set<String> ids) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Account of(ProviderSubject subject, String name) {
        throw new UnsupportedOperationException();
    }
}
