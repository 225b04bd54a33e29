package io.circleledger.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the requests of each route and measures how long they took. */
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

    /** As many as there are routes, methods and statuses: nothing a client sends becomes a label. */
    private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();

    private record Labels(String route, String method, int status) {}

    RequestMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param startedNanos when the request began, by {@link System#nanoTime()} */
    void record(Route route, int status, long startedNanos) {
        timers.computeIfAbsent(new Labels(route.pattern(), route.method(), status), this::timer)
                .record(Duration.ofNanos(System.nanoTime() - startedNanos));
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
