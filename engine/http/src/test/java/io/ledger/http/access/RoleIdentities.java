package io.ledger.http.access;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.ledger.core.identity.AccountRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Identities of tests: a token is the name of its caller's role, and so is what follows {@code session=} in a cookie. */
public final class RoleIdentities implements Identities {

    /** A caller who is known and has no role. */
    public static final String NOBODY = "nobody";

    private final Set<String> revoked = ConcurrentHashMap.newKeySet();

    @Override
    public Identification ofToken(String token) {
        return identification(token, Caller.Proof.API_TOKEN);
    }

    @Override
    public Identification ofCookies(Headers headers, RequestOrigin origin) {
        return headers.all(HeaderNames.COOKIE, List::of).stream()
                .map(line -> line.substring("session=".length()))
                .map(name -> identification(name, Caller.Proof.SESSION))
                .findFirst()
                .orElseGet(Identification.Unnamed::new);
    }

    /** From now on this token and this cookie are not believed. */
    public void revoke(String name) {
        revoked.add(name);
    }

    private Identification identification(String name, Caller.Proof proof) {
        var role = AccountRole.parse(name);
        return revoked.contains(name) || (role.isEmpty() && !name.equals(NOBODY))
                ? new Identification.RejectedProof(Unauthenticated.because("This token is not valid."))
                : new Identification.KnownCaller(new Caller("id-of-" + name, name, roles(role), proof));
    }

    private static Set<AccountRole> roles(Optional<AccountRole> role) {
        return role.map(Set::of).orElse(Set.of());
    }
}
