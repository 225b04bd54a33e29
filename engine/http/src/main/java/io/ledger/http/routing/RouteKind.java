package io.ledger.http.routing;

import io.ledger.http.HttpLimits;

/** What an endpoint needs before it can answer. */
public enum RouteKind {
    /** Its turn. */
    PLAIN,
    /** A turn among those whose answers are long. */
    PAGE,
    /** A JSON object as the body, then its turn. */
    WITH_BODY,
    /** A JSON object as the body, an empty one if there is none, then its turn. */
    OPTIONAL_BODY,
    /** A file as the body, then a turn among the few that work on one. */
    UPLOAD,
    /** A turn among those that watch the server, which is there however many others ask. */
    PROBE,
    /** Nothing: it asks nobody. */
    AT_ONCE;

    /** How many bytes its body has at most. */
    public int bodyBytes() {
        return this == UPLOAD ? HttpLimits.UPLOAD_BYTES : HttpLimits.BODY_BYTES;
    }
}
