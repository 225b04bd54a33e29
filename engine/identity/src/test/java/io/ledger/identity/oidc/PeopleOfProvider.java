package io.ledger.identity.oidc;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountState;
import io.ledger.core.identity.ProviderAccounts;
import io.ledger.core.identity.ProviderSubject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts of a provider's people, kept in memory. */
final class PeopleOfProvider implements ProviderAccounts {

    private final Map<ProviderSubject, Account> accounts = new ConcurrentHashMap<>();
    private volatile boolean isDown;

    @Override
    public Account of(ProviderSubject subject, String name) {
        if (isDown) {
            throw StoreUnavailableException.overloaded("database");
        }
        return accounts.compute(
                subject,
                (_, known) -> known == null
                        ? account(
                                "account-" + (accounts.size() + 1),
                                name.isEmpty() ? subject.subject() : name,
                                AccountState.ACTIVE,
                                subject)
                        : account(known.id(), name.isEmpty() ? known.name() : name, known.state(), subject));
    }

    private static Account account(String id, String name, AccountState state, ProviderSubject subject) {
        return new Account(id, name, Set.of(), state, Optional.of(subject), Instant.EPOCH, Optional.empty());
    }

    Optional<Account> withId(String id) {
        return accounts.values().stream().filter(it -> it.id().equals(id)).findFirst();
    }

    /** Disables whoever is known. */
    void disableAll() {
        accounts.replaceAll((subject, known) -> account(known.id(), known.name(), AccountState.DISABLED, subject));
    }

    void goDown() {
        isDown = true;
    }
}
