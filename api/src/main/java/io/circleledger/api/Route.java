package io.circleledger.api;

/**
 * Where a request leads.
 *
 * @param pattern the path with its variable segments in braces, or {@value #NONE}
 * @param method one that the path takes, or {@value #NONE}
 */
record Route(String pattern, String method, Endpoint endpoint, Call call) {

    static final String NONE = "none";

    /** @throws Refusal when the request cannot be answered as asked */
    Reply answer() {
        return endpoint.answer(call);
    }
}
