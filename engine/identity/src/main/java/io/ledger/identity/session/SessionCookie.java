package io.ledger.identity.session;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.ledger.http.access.RequestOrigin;
import io.ledger.identity.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The cookie of a session.
 *
 * <p>Behind TLS its name begins with {@code __Host-}, so that browsers take it from this host alone and send it to no
 * other. By plain HTTP, as on {@code http://localhost}, they refuse such a name, and it is called {@code session}.
 * Another site's page never has it sent along ({@code SameSite=Strict}). That is enough for signing in with a provider,
 * too: the page that the browser comes back to asks for everything itself.
 */
public final class SessionCookie {

    static final String SECURE_NAME = "__Host-session";
    static final String PLAIN_NAME = "session";

    private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Strict";

    private SessionCookie() {}

    /** The secret that a request shows; empty if it shows none, or several. */
    public static Optional<String> in(Headers headers, RequestOrigin origin) {
        if (!headers.contains(HeaderNames.COOKIE)) {
            return Optional.empty();
        }
        var prefix = name(origin) + "=";
        var found = headers.all(HeaderNames.COOKIE, List::of).stream()
                .flatMap(line -> List.of(line.split(";", -1)).stream())
                .map(String::strip)
                .filter(pair -> pair.startsWith(prefix))
                .map(pair -> pair.substring(prefix.length()))
                .limit(2)
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()).filter(Secrets::isShaped) : Optional.empty();
    }

    /** Whether a request shows anything as its session. */
    public static boolean isIn(Headers headers, RequestOrigin origin) {
        var prefix = name(origin) + "=";
        return headers.contains(HeaderNames.COOKIE)
                && headers.all(HeaderNames.COOKIE, List::of).stream()
                        .flatMap(line -> List.of(line.split(";", -1)).stream())
                        .anyMatch(pair -> pair.strip().startsWith(prefix));
    }

    /** The value of {@code Set-Cookie} that gives a browser its session. */
    public static String given(String secret, Duration life, RequestOrigin origin) {
        return name(origin) + "=" + secret + ATTRIBUTES + "; Max-Age=" + life.toSeconds() + secure(origin);
    }

    /** The value of {@code Set-Cookie} that takes it away. */
    public static String taken(RequestOrigin origin) {
        return name(origin) + "=" + ATTRIBUTES + "; Max-Age=0" + secure(origin);
    }

    private static String name(RequestOrigin origin) {
        return origin.isSecure() ? SECURE_NAME : PLAIN_NAME;
    }

    private static String secure(RequestOrigin origin) {
        return origin.isSecure() ? "; Secure" : "";
    }
}
