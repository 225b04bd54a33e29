package io.circleledger.api;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Has every request answered by its route and writes the answer. */
final class AnswerHandler implements Handler {

    private final Routes routes;
    private final RequestMeter meter;

    AnswerHandler(Routes routes, RequestMeter meter) {
        this.routes = routes;
        this.meter = meter;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        var started = System.nanoTime();
        var route = routes.find(request);
        try {
            var answer = answer(route);
            // Before it is sent, so that whoever has the answer finds it counted.
            meter.record(route, answer.status(), started);
            send(answer, request, response);
        } catch (RequestException transport) {
            meter.record(route, transport.status().code(), started);
            throw transport;
        }
    }

    private static void send(Answer answer, ServerRequest request, ServerResponse response) {
        response.status(status(answer.status()));
        headers(answer).forEach(response::header);
        var body = answer.body().getBytes(StandardCharsets.UTF_8);
        if (request.prologue().method().equals(Method.HEAD)) {
            response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(body.length));
            response.send();
        } else {
            response.send(body);
        }
    }

    private static Answer answer(Route route) {
        try {
            RequestContext.current().refuseUnreadableActor();
            return route.answer();
        } catch (RequestException | CloseConnectionException e) {
            // The web server's own, for what is wrong with the connection.
            throw e;
        } catch (RuntimeException e) {
            return Failures.problem(e).answer();
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

    /** The headers of an answer with those that all answers have. */
    static Map<HeaderName, String> headers(Answer answer) {
        var headers = new LinkedHashMap<HeaderName, String>();
        if (!answer.contentType().isEmpty()) {
            headers.put(HeaderNames.CONTENT_TYPE, answer.contentType());
        }
        var context = RequestContext.current();
        headers.put(RequestContext.REQUEST_ID, context.requestId());
        headers.put(Trace.RESPONSE, context.trace().response());
        // Nobody guesses a type: an answer is never run as a script, whatever text is in it.
        headers.put(HeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff");
        // A cache may keep a 404 or a 410 unless it is told not to.
        headers.put(HeaderNames.CACHE_CONTROL, "no-store");
        headers.putAll(answer.headers());
        return headers;
    }
}
