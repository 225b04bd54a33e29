package io.ledger.http.routes;

import io.ledger.http.answer.Answer;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import java.util.List;
import java.util.function.Supplier;

/** Shows what the server counts and measures, for Prometheus to collect. */
public final class MetricsRoutes implements RouteGroup {

    /** <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus' text format</a>. */
    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<String> exposition;

    /**
     * The metrics of one server.
     *
     * @param exposition every metric as it is now, in Prometheus' text format
     */
    public MetricsRoutes(Supplier<String> exposition) {
        this.exposition = exposition;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", "/metrics", RouteKind.PROBE, _ -> new Answer(200, List.of(), TEXT_FORMAT, exposition.get()));
    }
}
