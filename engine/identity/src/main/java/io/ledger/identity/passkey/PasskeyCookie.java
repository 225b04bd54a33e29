package io.ledger.identity.passkey;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.ledger.http.access.RequestOrigin;
import io.ledger.identity.IdentityLimits;
import io.ledger.identity.Secrets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The cookie of a browser that signs in with a passkey: a challenge is good for this browser alone. */
final class PasskeyCookie {

    private static final String PLAIN_NAME = "passkey";
    private static final String SECURE_NAME = "__Host-passkey";
    private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Strict; Max-Age=";

    private PasskeyCookie() {}

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
        return found.size() == 1 ? Optional.of(found.getFirst()).filter(Secrets::isShaped) : Optional.empty();
    }

    static String given(String value, RequestOrigin origin) {
        return name(origin) + "=" + value + ATTRIBUTES + IdentityLimits.CHALLENGE_LIFE.toSeconds()
                + (origin.isSecure() ? "; Secure" : "");
    }

    private static String name(RequestOrigin origin) {
        return origin.isSecure() ? SECURE_NAME : PLAIN_NAME;
    }
}
