package io.circleledger.api;

/**
 * Where a request leads.
 *
 * @param pattern the path with its variable segments in braces, or {@value #NONE}
 * @param method one that the path takes, or {@value #NONE}
 */
record Route(String pattern, String method, Endpoint endpoint, Kind kind, Call call) {

    static final String NONE = "none";

    /** What an endpoint needs before it can answer. */
    enum Kind {
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

    /**
     * The request with what it brings along, once that has arrived.
     *
     * @throws Refusal when it is not what the endpoint takes
     */
    Route received() {
        return kind == Kind.WITH_BODY
                ? new Route(pattern, method, endpoint, kind, call.with(JsonBody.receive(call)))
                : this;
    }

    /** @throws Refusal when the request cannot be answered as asked */
    Reply answer() {
        return endpoint.answer(call);
    }
}
