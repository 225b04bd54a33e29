package io.ledger.identity.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import io.ledger.core.identity.ProviderSubject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whom a token is about.
 *
 * @param name what people call them; empty if the provider does not say
 */
record ProviderUser(ProviderSubject subject, String name) {

    /** The claims that may have the name, the best first. */
    private static final List<String> NAMES = List.of("name", "preferred_username", "email");

    static ProviderUser in(JWTClaimsSet claims) {
        return named(claims, Stream.of(claims));
    }

    /** Whom the first token is about; the name may be in any of them. */
    static ProviderUser named(JWTClaimsSet claims, Stream<JWTClaimsSet> tokens) {
        var all = tokens.toList();
        var name = NAMES.stream()
                .flatMap(claim -> all.stream().map(it -> text(it, claim)))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
        return new ProviderUser(new ProviderSubject(claims.getIssuer(), claims.getSubject()), name);
    }

    private static Optional<String> text(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) instanceof String text && !text.isBlank()
                ? Optional.of(text.strip())
                : Optional.empty();
    }
}
