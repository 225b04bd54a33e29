package io.ledger.http.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.ledger.http.access.AccessSettings;
import io.ledger.http.access.OneProof;
import io.ledger.http.access.RequestOrigins;
import io.ledger.http.request.BasePath;
import io.ledger.http.request.RequestContext;
import java.net.InetSocketAddress;

/** Surrounds every request: gives it an id, logs it, and leaves the connection fit for the next. */
final class RequestFilter implements Filter {

    private final AccessSettings access;
    private final RequestOrigins origins;
    private final BasePath base;

    RequestFilter(AccessSettings access, BasePath base) {
        this.access = access;
        this.origins = new RequestOrigins(access.proxies());
        this.base = base;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        var peer = request.remotePeer().address() instanceof InetSocketAddress it ? it.getAddress() : null;
        var origin = origins.of(peer, request.isSecure(), request.headers());
        var context = RequestContext.of(
                request.headers(),
                access.trustActor() && origin.isTrustedProxy(),
                () -> OneProof.identify(access.identities(), request.headers(), origin),
                origin,
                base);
        try (var _ = context.named()) {
            serve(chain, request, response, context);
        }
        finish(request, response);
    }

    private static void serve(
            FilterChain chain, RoutingRequest request, RoutingResponse response, RequestContext context) {
        var started = System.nanoTime();
        try {
            ScopedValue.where(RequestContext.CURRENT, context).run(chain::proceed);
        } finally {
            var prologue = request.prologue();
            AccessLog.write(
                    prologue.method().text(),
                    prologue.uriPath().rawPath(),
                    response.status().code(),
                    started,
                    context);
        }
    }

    /**
     * Reads what is left of the body, which no route wanted, or closes the connection.
     *
     * <p>The web server would go on with the next request even after it has announced the end.
     */
    private static void finish(RoutingRequest request, RoutingResponse response) {
        if (announcesTheEnd(request.headers()) || announcesTheEnd(response.headers())) {
            throw new CloseConnectionException("The end of the connection was announced");
        }
        if (!request.content().hasEntity()) {
            return;
        }
        try {
            request.content().consume();
        } catch (RuntimeException e) {
            throw new CloseConnectionException("The rest of the body did not arrive", e);
        }
    }

    private static boolean announcesTheEnd(Headers headers) {
        // Few say anything about the connection, and looking for a token in what is said is dear.
        return headers.contains(HeaderNames.CONNECTION) && headers.containsToken(HeaderValues.CONNECTION_CLOSE);
    }
}
