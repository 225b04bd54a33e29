package io.ledger.http.routing;

/** What an endpoint needs before it can answer. */
public enum RouteKind {
    /** Its turn. */
    PLAIN,
    /** A turn among those whose answers are long. */
    PAGE,
    /** A JSON object as the body, then its turn. */
    WITH_BODY,
    /** A turn among those that watch the server, which is there however many others ask. */
    PROBE,
    /** Nothing: it asks nobody. */
    AT_ONCE
}
