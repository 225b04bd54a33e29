package io.ledger.http.server;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.ledger.http.HttpLimits;
import io.ledger.http.access.Identification;
import io.ledger.http.access.RequestOrigin;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.request.BasePath;
import io.ledger.http.request.RequestContext;
import io.ledger.http.transport.ClientConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Answers for what goes wrong before a request reaches its route: bytes that are no HTTP, and
 * limits of the web server.
 */
public final class TransportErrors implements DirectHandler {

    /** The words by which faults of the headers' size are told from others. */
    public static final String HEADERS_TOO_LARGE = "Header size exceeded";

    private static final String KEPT_BACK = "Bad request, see server log";

    private static final String OF_THE_QUERY = "Query ";

    static DirectHandlers handlers() {
        var handlers = DirectHandlers.builder();
        for (var event : EventType.values()) {
            handlers.addHandler(event, new TransportErrors());
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType event,
            Status status,
            ServerResponseHeaders proposed,
            Throwable thrown,
            System.Logger logger) {
        // Inside a route the exception comes along; the one place to look into it is the log.
        return status.code() == ServerProblem.INTERNAL_ERROR.status()
                ? render(request, Failures.internal(thrown))
                : handle(request, event, status, proposed, String.valueOf(thrown.getMessage()));
    }

    @Override
    public TransportResponse handle(
            TransportRequest request, EventType event, Status status, ServerResponseHeaders proposed, String message) {
        var fault = Optional.ofNullable(message).orElse("");
        // Where no route has begun, only reading the request can have failed, whatever the event says.
        return render(
                request,
                event == EventType.INTERNAL_ERROR && !RequestContext.CURRENT.isBound()
                        ? badRequest("")
                        : problem(status, fault));
    }

    private static TransportResponse render(TransportRequest request, Problem problem) {
        if (RequestContext.CURRENT.isBound()) {
            return response(request, problem);
        }
        var started = System.nanoTime();
        var context = RequestContext.of(
                request.headers(),
                false,
                Identification.Unnamed::new,
                new RequestOrigin("", false, false),
                BasePath.NONE);
        return ScopedValue.where(RequestContext.CURRENT, context).call(() -> {
            try (var _ = context.named()) {
                AccessLog.write(request.method(), path(request), problem.status(), started, context);
            }
            return response(request, problem);
        });
    }

    private static String path(TransportRequest request) {
        var query = request.path().indexOf('?');
        return query < 0 ? request.path() : request.path().substring(0, query);
    }

    private static TransportResponse response(TransportRequest request, Problem problem) {
        var answer = problem.answer();
        var response = TransportResponse.builder().status(AnswerHandler.status(problem.status()));
        // With a name and values it replaces; a whole header it would add.
        AnswerHandler.eachHeader(answer, header -> response.header(header.headerName(), header.values()));
        // Where reading failed nobody knows where the next request would begin.
        response.header(HeaderValues.CONNECTION_CLOSE);
        if (!request.method().equals("HEAD")) {
            response.entity(answer.body().getBytes(StandardCharsets.UTF_8));
        }
        return response.build();
    }

    private static Problem problem(Status status, String message) {
        return switch (status.code()) {
            case 413 ->
                Problem.of(
                        ServerProblem.BODY_TOO_LARGE,
                        "A body has at most %d bytes; send less."
                                .formatted(ClientConnection.current().bodyBytes()));
            case 414 ->
                Problem.of(
                        ServerProblem.URI_TOO_LONG,
                        "A request line has at most %d bytes; shorten the target."
                                .formatted(HttpLimits.REQUEST_LINE_BYTES));
            case 501 ->
                Problem.of(
                        ServerProblem.UNSUPPORTED_TRANSFER_CODING,
                        "Send the body with Content-Length, or with Transfer-Encoding: chunked and nothing else.");
            case 505 -> Problem.of(ServerProblem.HTTP_VERSION_NOT_SUPPORTED, "Use HTTP/1.1 or HTTP/1.0.");
            default ->
                status.code() >= 500
                        ? Failures.internal(new IllegalStateException(status + ": " + message))
                        : badRequest(message);
        };
    }

    private static Problem badRequest(String message) {
        if (message.contains(HEADERS_TOO_LARGE)) {
            return Problem.of(
                    ServerProblem.HEADERS_TOO_LARGE,
                    "The headers have at most %d bytes together; send fewer or shorter ones."
                            .formatted(HttpLimits.HEADERS_BYTES));
        }
        var reason = message.isEmpty() || message.startsWith(KEPT_BACK) ? "" : ": " + message;
        var detail =
                "The request cannot be read; check its first line, its headers and the framing of its body" + reason;
        return Problem.invalid(List.of(new Fault(
                message.startsWith(OF_THE_QUERY) ? "?" : "",
                detail.endsWith(".") ? detail.substring(0, detail.length() - 1) : detail)));
    }
}
