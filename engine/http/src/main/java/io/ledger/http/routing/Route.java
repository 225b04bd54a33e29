package io.ledger.http.routing;

import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.Reply;
import io.ledger.http.request.Call;
import io.ledger.http.request.JsonBody;
import io.ledger.http.request.ReceivedBody;

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
        return switch (kind) {
            case WITH_BODY -> with(JsonBody.receive(call));
            case OPTIONAL_BODY -> with(JsonBody.receiveIfAny(call));
            case UPLOAD -> with(ReceivedBody.of(call, kind.bodyBytes()));
            case PLAIN, PAGE, PROBE, AT_ONCE -> this;
        };
    }

    private Route with(byte[] body) {
        return new Route(pattern, method, endpoint, kind, call.with(body));
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
