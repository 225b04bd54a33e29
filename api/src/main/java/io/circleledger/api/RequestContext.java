package io.circleledger.api;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What the code that serves a request knows of it without being told.
 *
 * @param requestId tells this request from every other, in answers, logs and events
 */
record RequestContext(String requestId) {

    static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");

    /** Where a log pattern finds the request's id. */
    static final String MDC_KEY = "request_id";

    static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();

    private static final Pattern SHAPE =
            Pattern.compile("[A-Za-z0-9._-]{1,%d}".formatted(ApiLimits.REQUEST_ID_CHARACTERS));

    /** The context of a new request: with the client's id where that can be taken, else with a new one. */
    static RequestContext of(Headers headers) {
        var lines = headers.all(REQUEST_ID, List::of);
        var given = Optional.of(lines)
                .filter(it -> it.size() == 1)
                .map(List::getFirst)
                .map(String::strip)
                .filter(id -> SHAPE.matcher(id).matches());
        return new RequestContext(given.orElseGet(() -> UUID.randomUUID().toString()));
    }

    static String currentId() {
        return CURRENT.get().requestId();
    }
}
