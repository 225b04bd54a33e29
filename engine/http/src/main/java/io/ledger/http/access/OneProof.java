package io.ledger.http.access;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import java.util.List;

/**
 * Has a request show one thing to be believed: a token in {@code Authorization}, and a cookie only without that.
 *
 * <p>Two proofs of two accounts would leave it open whose doing the request is.
 */
final class OneProof implements Identities {

    private static final String SCHEME = "Bearer ";

    private final Identities identities;

    /** @param identities knows tokens and cookies */
    OneProof(Identities identities) {
        this.identities = identities;
    }

    @Override
    public Identification identify(Headers headers, RequestOrigin origin) {
        if (!headers.contains(HeaderNames.AUTHORIZATION)) {
            return identities.identify(headers, origin);
        }
        var lines = headers.all(HeaderNames.AUTHORIZATION, List::of);
        if (lines.size() > 1) {
            return rejected("Authorization is given several times; give it once.");
        }
        var text = lines.getFirst().strip();
        if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return rejected("Authorization has another scheme than Bearer; send a token as Authorization: Bearer.");
        }
        if (!isToken(text.substring(SCHEME.length()).strip())) {
            return rejected("What follows Bearer is no token; send one token as it was given to you.");
        }
        if (!headers.contains(HeaderNames.COOKIE)) {
            return identities.identify(headers, origin);
        }
        var withoutCookies = WritableHeaders.create(headers);
        withoutCookies.remove(HeaderNames.COOKIE);
        return identities.identify(withoutCookies, origin);
    }

    private static Identification rejected(String detail) {
        return new Identification.RejectedProof(Unauthenticated.because(detail));
    }

    /** Whether it has only the characters of a token (RFC 6750, 2.1). */
    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || "-._~+/=".indexOf(c) >= 0);
    }
}
