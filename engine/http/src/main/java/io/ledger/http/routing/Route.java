package io.ledger.http.routing;

import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.Reply;
import io.ledger.http.request.Call;
import io.ledger.http.request.JsonBody;

/**
 * Where a request leads.
 *
 * @param pattern the path with its variable segments in braces, or {@value #NONE}
 * @param method one that the path takes, or {@value #NONE}
 */
public record Route(String pattern, String method, Endpoint endpoint, RouteKind kind, Call call) {

    static final String NONE = "none";

    /**
     * The request with what it brings along, once that has arrived.
     *
     * @throws Refusal when it is not what the endpoint takes
     */
    public Route received() {
        return kind == RouteKind.WITH_BODY
                ? new Route(pattern, method, endpoint, kind, call.with(JsonBody.receive(call)))
                : this;
    }

    /** Whether there is such a path, with that method. */
    public boolean isKnown() {
        return !method.equals(NONE);
    }

    /**
     * Has the request answered.
     *
     * @throws Refusal when the request cannot be answered as asked
     */
    public Reply answer() {
        return endpoint.answer(call);
    }
}
