package io.ledger.http.server;

import io.ledger.http.request.RequestContext;
import io.ledger.http.routing.Route;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the requests of each route, measures how long they took, and has them traced. */
final class RequestMeter {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final RequestTraces traces;

    /** As many as there are routes, methods and statuses: nothing a client sends becomes a label. */
    private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();

    private record Labels(String route, String method, int status) {}

    RequestMeter(MeterRegistry registry, RequestTraces traces) {
        this.registry = registry;
        this.traces = traces;
    }

    /** @param startedNanos when the request began, by {@link System#nanoTime()} */
    void record(Route route, int status, long startedNanos) {
        var took = Duration.ofNanos(System.nanoTime() - startedNanos);
        timers.computeIfAbsent(new Labels(route.pattern(), route.method(), status), this::timer)
                .record(took);
        var trace = RequestContext.current().trace();
        traces.served(new RequestTraces.Served(
                trace.traceId(),
                trace.spanId(),
                trace.parentId(),
                trace.sampled(),
                route.method(),
                route.pattern(),
                status,
                took));
    }

    private Timer timer(Labels labels) {
        return Timer.builder("http.server.requests")
                .description("Requests by route, and the time from their headers until the answer was ready")
                .tag("route", labels.route())
                .tag("method", labels.method())
                .tag("status", String.valueOf(labels.status()))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
