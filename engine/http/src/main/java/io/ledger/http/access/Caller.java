package io.ledger.http.access;

import io.ledger.core.identity.AccountRole;
import io.ledger.core.person.PersonId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who makes a request.
 *
 * @param accountId opaque; the actor of what the request records
 * @param name what people call the caller
 * @param person whom the caller is in the register of people, where that is known
 */
public record Caller(String accountId, String name, Set<AccountRole> roles, Proof proof, Optional<PersonId> person) {

    /** What a request showed to be believed. */
    public enum Proof {
        /** Nothing: the server asks nobody. */
        NONE,
        /** A token of this ledger. */
        API_TOKEN,
        /** A token of an identity provider. */
        PROVIDER_TOKEN,
        /** The cookie of a session. */
        SESSION
    }

    /** Everybody, at a server that asks nobody who they are. */
    public static final Caller ANYBODY =
            new Caller("anonymous", "anonymous", EnumSet.allOf(AccountRole.class), Proof.NONE);

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** Somebody or something that is nobody in the register. */
    public Caller(String accountId, String name, Set<AccountRole> roles, Proof proof) {
        this(accountId, name, roles, proof, Optional.empty());
    }

    /** Whether one of the caller's roles allows what this role allows. */
    public boolean may(AccountRole needed) {
        return roles.stream().anyMatch(role -> role.includes(needed));
    }
}
