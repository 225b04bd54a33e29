package io.ledger.identity.oidc;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.ledger.http.access.RequestOrigin;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cookie of a sign-in that was begun.
 *
 * <p>It has to be sent along when the provider's page leads back here, so it is {@code SameSite=Lax}. What is in it is
 * encrypted.
 */
final class SignInCookie {

    private static final String PLAIN_NAME = "sign-in";
    private static final String SECURE_NAME = "__Host-sign-in";
    private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Lax; Max-Age=";

    private SignInCookie() {}

    /** What a request shows; empty if it shows nothing, or several. */
    static Optional<String> in(Headers headers, RequestOrigin origin) {
        var prefix = name(origin) + "=";
        var found = headers.all(HeaderNames.COOKIE, List::of).stream()
                .flatMap(line -> Stream.of(line.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(prefix))
                .map(pair -> pair.substring(prefix.length()))
                .limit(2)
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    static String given(String value, RequestOrigin origin) {
        return name(origin) + "=" + value + ATTRIBUTES + OidcLimits.SIGN_IN_TIME.toSeconds() + secure(origin);
    }

    static String taken(RequestOrigin origin) {
        return name(origin) + "=" + ATTRIBUTES + "0" + secure(origin);
    }

    private static String name(RequestOrigin origin) {
        return origin.isSecure() ? SECURE_NAME : PLAIN_NAME;
    }

    private static String secure(RequestOrigin origin) {
        return origin.isSecure() ? "; Secure" : "";
    }
}
