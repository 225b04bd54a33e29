package io.ledger.http.access;

import io.helidon.http.Headers;

/** Tells who makes a request. */
@FunctionalInterface
public interface Identities {

    /** Asks nobody: every caller may do everything. */
    Identities OPEN = (_, _) -> new Identification.KnownCaller(Caller.ANYBODY);

    /**
     * Who makes the request with these headers. It does not throw.
     *
     * @param origin where the request comes from
     */
    Identification identify(Headers headers, RequestOrigin origin);

    /** Whether callers have to say who they are. */
    default boolean required() {
        return !equals(OPEN);
    }
}
