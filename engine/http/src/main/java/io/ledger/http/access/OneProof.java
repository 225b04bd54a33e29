package io.ledger.http.access;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.List;

/** Finds what a request shows to be believed, and has it looked at. */
public final class OneProof {

    private static final String SCHEME = "Bearer ";

    private static final boolean[] OF_TOKENS = ofTokens();

    private OneProof() {}

    /**
     * Who makes a request. It does not throw.
     *
     * @param origin where the request comes from
     */
    public static Identification identify(Identities identities, Headers headers, RequestOrigin origin) {
        if (!identities.required() || !headers.contains(HeaderNames.AUTHORIZATION)) {
            return identities.ofCookies(headers, origin);
        }
        var lines = headers.all(HeaderNames.AUTHORIZATION, List::of);
        if (lines.size() > 1) {
            return rejected("Authorization is given several times; give it once.");
        }
        var text = lines.getFirst().strip();
        if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return rejected("Authorization has another scheme than Bearer; send a token as Authorization: Bearer.");
        }
        var token = text.substring(SCHEME.length()).strip();
        return isToken(token)
                ? identities.ofToken(token)
                : rejected("What follows Bearer is no token; send one token as it was given to you.");
    }

    private static Identification rejected(String detail) {
        return new Identification.RejectedProof(Unauthenticated.because(detail));
    }

    private static boolean[] ofTokens() {
        var characters = new boolean[128];
        for (var c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=".toCharArray()) {
            characters[c] = true;
        }
        return characters;
    }

    /** Whether it has only the characters of a token (RFC 6750, 2.1). Tokens are long, and each request has one. */
    private static boolean isToken(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= OF_TOKENS.length || !OF_TOKENS[c]) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
