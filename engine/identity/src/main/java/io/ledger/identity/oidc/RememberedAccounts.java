package io.ledger.identity.oidc;

import io.ledger.core.identity.Account;
import io.ledger.core.identity.ProviderAccounts;
import io.ledger.core.identity.ProviderSubject;
import io.ledger.identity.EpochCache;
import io.ledger.identity.EpochWatch;
import java.util.Optional;

/** The accounts of a provider's people, remembered until anything changes that somebody may do. */
final class RememberedAccounts implements ProviderAccounts {

    private final ProviderAccounts accounts;
    private final EpochCache<ProviderUser, Account> remembered;

    RememberedAccounts(ProviderAccounts accounts, EpochWatch watch) {
        this.accounts = accounts;
        this.remembered = new EpochCache<>(watch);
    }

    @Override
    public Account of(ProviderSubject subject, String name) {
        return remembered
                .get(new ProviderUser(subject, name), user -> Optional.of(accounts.of(user.subject(), user.name())))
                .orElseThrow();
    }
}
