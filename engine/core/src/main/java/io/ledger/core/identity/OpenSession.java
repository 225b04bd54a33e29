package io.ledger.core.identity;

import java.util.Set;

/** A session that has not been ended, with its account. */
public record OpenSession(Session session, Account account) {

    /** What may be done in the session: what the provider said, or what was granted here. */
    public Set<AccountRole> roles() {
        return session.grant().map(ProviderGrant::roles).orElse(account.roles());
    }
}
