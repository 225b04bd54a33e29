package io.ledger.http.access;

import io.helidon.http.Headers;

/**
 * Tells who makes a request, by the one thing that it shows to be believed: a token in {@code Authorization}, and a cookie
 * only without that. Two proofs of two accounts would leave it open whose doing the request is.
 */
public interface Identities {

    /** Asks nobody: every caller may do everything. */
    Identities OPEN = new Identities() {

        @Override
        public Identification ofToken(String token) {
            return new Identification.KnownCaller(Caller.ANYBODY);
        }

        @Override
        public Identification ofCookies(Headers headers, RequestOrigin origin) {
            return new Identification.KnownCaller(Caller.ANYBODY);
        }

        @Override
        public boolean required() {
            return false;
        }
    };

    /** Who shows a token as {@code Authorization: Bearer}. It does not throw. */
    Identification ofToken(String token);

    /**
     * Who makes a request without {@code Authorization}. It does not throw.
     *
     * @param origin where the request comes from
     */
    Identification ofCookies(Headers headers, RequestOrigin origin);

    /** Whether callers have to say who they are. */
    default boolean required() {
        return true;
    }
}
