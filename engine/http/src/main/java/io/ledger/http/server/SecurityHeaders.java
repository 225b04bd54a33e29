package io.ledger.http.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.ledger.http.HttpLimits;
import io.ledger.http.access.RequestOrigin;
import java.util.List;
import java.util.function.Consumer;

/** What every answer says to browsers. An answer that is a page replaces some of it with more. */
final class SecurityHeaders {

    private static final List<Header> ALWAYS = List.of(
            // Nobody guesses a type: an answer is never run as a script, whatever text is in it.
            HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF,
            // What is no page is shown as text, with nothing in it, and in no frame.
            HeaderValues.createCached(
                    HeaderNames.create("Content-Security-Policy"),
                    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            // No page of another site has it as an image, a script or a frame.
            HeaderValues.createCached(HeaderNames.create("Cross-Origin-Resource-Policy"), "same-origin"),
            // No other site learns an address, which may have an id in it.
            HeaderValues.createCached(HeaderNames.create("Referrer-Policy"), "no-referrer"));

    /** Nothing of names below this one: they may be of other servers. */
    private static final Header TLS_ONLY = HeaderValues.createCached(
            HeaderNames.STRICT_TRANSPORT_SECURITY, "max-age=" + HttpLimits.TLS_ONLY.toSeconds());

    private SecurityHeaders() {}

    /** Hands over those of an answer to a client there. */
    static void each(RequestOrigin origin, Consumer<Header> response) {
        ALWAYS.forEach(response);
        if (origin.isSecure()) {
            response.accept(TLS_ONLY);
        }
    }
}
