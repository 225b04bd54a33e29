package io.circleledger.api;

import io.circleledger.domain.eventstore.EventMetadata;
import io.helidon.http.HeaderName;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that has found its route.
 *
 * @param segments the variable segments of the path by name, as received
 */
record Call(ServerRequest request, Map<String, String> segments) {

    String segment(String name) {
        return Optional.ofNullable(segments.get(name)).orElseThrow();
    }

    /** The header's field lines, none when it is absent. */
    List<String> headerLines(HeaderName name) {
        return request.headers().all(name, List::of);
    }

    /** Who causes what this request leads to. */
    EventMetadata metadata() {
        return RequestContext.current().metadata();
    }
}
