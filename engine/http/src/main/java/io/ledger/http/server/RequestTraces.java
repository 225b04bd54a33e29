package io.ledger.http.server;

import java.time.Duration;
import java.util.Optional;

/** Somebody who is told of each request that was answered, so that it has its place in a trace. */
@FunctionalInterface
public interface RequestTraces {

    /** Nobody. */
    RequestTraces NONE = _ -> {};

    /**
     * A request that was answered just now.
     *
     * @param traceId 32 hexadecimal digits
     * @param spanId 16 hexadecimal digits: this request
     * @param parentId the span of the caller, empty where the trace begins here
     * @param sampled whether the caller records its part
     * @param route the path as it is described, without what a client sent
     */
    record Served(
            String traceId,
            String spanId,
            Optional<String> parentId,
            boolean sampled,
            String method,
            String route,
            int status,
            Duration took) {}

    /** Takes note of a request, without waiting for anything. */
    void served(Served request);
}
