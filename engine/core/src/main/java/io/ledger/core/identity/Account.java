package io.ledger.core.identity;

import io.ledger.core.person.PersonId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Someone, or some program, that is known to the ledger.
 *
 * @param id opaque; the actor of what the account records
 * @param name what people call the account; empty after it was erased
 * @param roles granted here; an account of a provider has those that the provider names at each sign-in
 * @param provider who vouches for the account; empty for an account of the ledger's own
 * @param person whom the account is of in the register of people, if an administrator has said so
 */
public record Account(
        String id,
        String name,
        Set<AccountRole> roles,
        AccountState state,
        Optional<ProviderSubject> provider,
        Instant createdAt,
        Optional<Instant> lastSignIn,
        Optional<PersonId> person) {

    public Account {
        roles = Set.copyOf(roles);
    }

    /** An account of nobody in the register. */
    public Account(
            String id,
            String name,
            Set<AccountRole> roles,
            AccountState state,
            Optional<ProviderSubject> provider,
            Instant createdAt,
            Optional<Instant> lastSignIn) {
        this(id, name, roles, state, provider, createdAt, lastSignIn, Optional.empty());
    }

    /** Whether the account may sign in. */
    public boolean isActive() {
        return state == AccountState.ACTIVE;
    }
}
