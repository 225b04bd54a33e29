package io.ledger.http.server;

import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.ledger.http.HttpLimits;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Compression;
import io.ledger.http.answer.FileAnswer;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Reply;
import io.ledger.http.answer.StreamedAnswer;
import io.ledger.http.request.RequestContext;
import io.ledger.http.request.Trace;
import io.ledger.http.routing.Route;
import io.ledger.http.routing.Routes;
import io.ledger.http.transport.ClientConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Has every request answered by its route and writes the answer. */
final class AnswerHandler implements Handler {

    private static final Header NOT_KEPT = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

    private final Routes routes;
    private final AccessRules access;
    private final RequestMeter meter;
    private final Failures failures;
    private final Turns requests = new Turns(HttpLimits.CONCURRENT_REQUESTS, HttpLimits.TURN_WAIT);
    private final Turns pages = new Turns(HttpLimits.CONCURRENT_PAGES, HttpLimits.PAGE_TURN_WAIT);
    private final Turns uploads = new Turns(HttpLimits.CONCURRENT_UPLOADS, HttpLimits.UPLOAD_TURN_WAIT);
    private final Turns probes = new Turns(HttpLimits.CONCURRENT_PROBES, HttpLimits.TURN_WAIT);

    AnswerHandler(Routes routes, AccessRules access, RequestMeter meter, Failures failures) {
        this.routes = routes;
        this.access = access;
        this.meter = meter;
        this.failures = failures;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        var started = System.nanoTime();
        var route = routes.find(request);
        try {
            var reply = reply(route, request);
            // Before it is sent, so that whoever has the answer finds it counted.
            meter.record(route, reply.status(), started);
            switch (reply) {
                case Answer answer -> send(answer, request, response);
                case FileAnswer file -> send(file, file.body(), request, response);
                case StreamedAnswer streamed -> stream(streamed, route, response);
            }
        } catch (RequestException transport) {
            meter.record(route, transport.status().code(), started);
            throw transport;
        } finally {
            ClientConnection.current().holds(0);
        }
    }

    /** Waits for the body, then for a turn, and answers: a turn is never held while the client is waited for. */
    private Reply reply(Route route, ServerRequest request) {
        try {
            ClientConnection.current().takesBody(route.kind().bodyBytes());
            var isTooLarge =
                    request.headers().contentLength().orElse(0) > route.kind().bodyBytes();
            var refusal = access.refusal(route);
            if (refusal.isPresent()) {
                return isTooLarge ? unread(refusal.get()) : refusal.get().answer();
            }
            if (isTooLarge) {
                throw RequestException.builder()
                        .type(EventType.BAD_REQUEST)
                        .status(Status.REQUEST_ENTITY_TOO_LARGE_413)
                        .message("The body is too large")
                        .setKeepAlive(false)
                        .build();
            }
            RequestContext.current().refuseUnreadableActor();
            var received = route.received();
            return switch (route.kind()) {
                case PLAIN, WITH_BODY, OPTIONAL_BODY -> requests.take(() -> encoded(received));
                case PAGE -> pages.take(() -> encoded(received));
                case UPLOAD -> uploads.take(() -> encoded(received));
                case PROBE -> probes.take(() -> encoded(received));
                case AT_ONCE -> received.answer();
            };
        } catch (RequestException | CloseConnectionException e) {
            // The web server's own, for what is wrong with the connection.
            throw e;
        } catch (RuntimeException e) {
            return failures.problem(e).answer();
        }
    }

    /** The answer to a request whose body nobody waits for. */
    private static Answer unread(Problem problem) {
        ClientConnection.current().breaks();
        return problem.header(HeaderNames.CONNECTION, "close").answer();
    }

    private static Reply encoded(Route route) {
        return Compression.of(route.answer(), route.call().headerLines(HeaderNames.ACCEPT_ENCODING));
    }

    private void stream(StreamedAnswer answer, Route route, ServerResponse response) {
        try (var body = answer.body()) {
            response.status(status(answer.status()));
            eachHeader(answer, response::header);
            // Whoever listened long has a connection of an unknown state; the next request gets a new one.
            response.header(HeaderValues.CONNECTION_CLOSE);
            if (ClientConnection.current().speaksOld()) {
                // HTTP/1.0 knows no chunks: of any length that is never told, until the connection ends.
                response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(Long.MAX_VALUE));
                ClientConnection.current().answersUntilTheEnd();
            }
            body.writeTo(new RevocableStream(response.outputStream(), () -> access.stillAllows(route)));
            if (response instanceof RoutingResponse open) {
                open.commit();
            }
        } catch (IOException | UncheckedIOException | CloseConnectionException | InterruptedException gone) {
            throw new CloseConnectionException("The listener left, or was too slow", gone);
        } catch (RuntimeException bug) {
            Failures.internal(bug);
            throw new CloseConnectionException("The answer broke off", bug);
        }
    }

    private static void send(Answer answer, ServerRequest request, ServerResponse response) {
        send(answer, answer.body().getBytes(StandardCharsets.UTF_8), request, response);
    }

    private static void send(Reply answer, byte[] body, ServerRequest request, ServerResponse response) {
        if (body.length > HttpLimits.SMALL_ANSWER_BYTES) {
            // The web server makes a copy, with its head.
            ClientConnection.current().holds(2L * body.length);
        }
        response.status(status(answer.status()));
        eachHeader(answer, response::header);
        if (request.prologue().method().equals(Method.HEAD)) {
            response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(body.length));
            response.send();
        } else {
            response.send(body);
        }
    }

    /** The status with its reason phrase, also where the web server does not know it. */
    static Status status(int code) {
        return switch (code) {
            case 428 -> Status.create(code, "Precondition Required");
            case 431 -> Status.create(code, "Request Header Fields Too Large");
            default -> Status.create(code);
        };
    }

    /**
     * Hands over the headers that all answers have, and after them those of this one, which may replace them.
     *
     * @throws IllegalArgumentException when one has a character with which it could end and another begin; those that are
     *     always the same are not looked through each time
     */
    static void eachHeader(Reply answer, Consumer<Header> response) {
        if (!answer.contentType().isEmpty()) {
            response.accept(checked(HeaderValues.create(HeaderNames.CONTENT_TYPE, answer.contentType())));
        }
        var context = RequestContext.current();
        response.accept(checked(HeaderValues.create(RequestContext.REQUEST_ID, context.requestId())));
        response.accept(
                checked(HeaderValues.create(Trace.RESPONSE, context.trace().response())));
        SecurityHeaders.each(context.origin(), response);
        // A cache may keep a 404 or a 410 unless it is told not to.
        response.accept(NOT_KEPT);
        for (var header : answer.headers()) {
            response.accept(checked(context.base().under(header)));
        }
    }

    private static Header checked(Header header) {
        header.validate();
        return header;
    }
}
