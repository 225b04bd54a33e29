package io.ledger.http.request;

import io.helidon.http.HeaderName;
import io.helidon.webserver.http.ServerRequest;
import io.ledger.core.log.EventMetadata;
import io.ledger.http.routing.Route;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that has found its route.
 *
 * @param segments the variable segments of the path by name, as received
 * @param body what {@link Route#received} has received, and {@link JsonBody} reads
 */
public record Call(ServerRequest request, Map<String, String> segments, ByteBuffer body) {

    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);
    /** A request whose body has not been received. */
    public Call(ServerRequest request, Map<String, String> segments) {
        this(request, segments, NO_BODY);
    }
    /** The request with its body. */
    public Call with(byte[] received) {
        return new Call(request, segments, ByteBuffer.wrap(received));
    }
    /** A variable segment of the path, as received. */
    public String segment(String name) {
        return Optional.ofNullable(segments.get(name)).orElseThrow();
    }

    /** The header's field lines, none when it is absent. */
    public List<String> headerLines(HeaderName name) {
        return request.headers().all(name, List::of);
    }

    /** Who causes what this request leads to. */
    public EventMetadata metadata() {
        return RequestContext.current().metadata();
    }
}
