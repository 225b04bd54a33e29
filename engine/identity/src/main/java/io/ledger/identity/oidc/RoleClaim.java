package io.ledger.identity.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import io.ledger.core.identity.AccountRole;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider's tokens name the roles of their user.
 *
 * @param path the name of a claim, or names with dots between them that lead into it
 */
record RoleClaim(String path) {

    /** The roles that are named; empty if the claim is not there, or is no list. Names of other roles do not count. */
    Optional<Set<AccountRole>> in(JWTClaimsSet claims) {
        return Optional.ofNullable(at(claims.getClaims()))
                .filter(List.class::isInstance)
                .map(list -> roles((List<?>) list));
    }

    /** A claim may itself have dots in its name, such as one that is a URL. */
    private @Nullable Object at(Map<String, Object> claims) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        Object value = claims;
        for (var name : List.of(path.split("\\.", -1))) {
            value = value instanceof Map<?, ?> inner ? inner.get(name) : null;
        }
        return value;
    }

    private static Set<AccountRole> roles(List<?> names) {
        var roles = EnumSet.noneOf(AccountRole.class);
        for (var name : names) {
            if (name instanceof String text) {
                AccountRole.parse(text).ifPresent(roles::add);
            }
        }
        return roles;
    }
}
