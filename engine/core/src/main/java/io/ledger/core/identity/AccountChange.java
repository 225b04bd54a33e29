package io.ledger.core.identity;

import io.ledger.core.person.PersonId;
import java.util.Optional;
import java.util.Set;

/**
 * What an administrator changes of an account; what is empty stays as it is.
 *
 * @param state active or disabled
 */
public record AccountChange(
        Optional<String> name,
        Optional<Set<AccountRole>> roles,
        Optional<AccountState> state,
        Optional<LinkedPerson> person) {

    /** Whom the account is of from now on; perhaps nobody. */
    public record LinkedPerson(Optional<PersonId> id) {}

    public AccountChange {
        roles = roles.map(Set::copyOf);
    }

    /** A change that leaves whom the account is of. */
    public AccountChange(Optional<String> name, Optional<Set<AccountRole>> roles, Optional<AccountState> state) {
        this(name, roles, state, Optional.empty());
    }
}
