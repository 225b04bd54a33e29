package io.ledger.core.identity;

import java.util.Optional;
import java.util.Set;

/**
 * What an administrator changes of an account; what is empty stays as it is.
 *
 * @param state active or disabled
 */
public record AccountChange(Optional<String> name, Optional<Set<AccountRole>> roles, Optional<AccountState> state) {

    public AccountChange {
        roles = roles.map(Set::copyOf);
    }
}
