package io.circleledger.main;

import io.circleledger.api.CircleApi;
import io.circleledger.api.CircleFailures;
import io.circleledger.api.CircleRoutes;
import io.circleledger.api.FeedRoutes;
import io.circleledger.api.FoldingRoutes;
import io.circleledger.api.HistoryRoutes;
import io.circleledger.command.CircleCommands;
import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.PartStack;
import io.circleledger.console.Console;
import io.circleledger.infrastructure.icu.IcuNameFolding;
import io.ledger.core.read.EventSearchQueries;
import io.ledger.core.read.FeedQueries;
import io.ledger.http.routes.HealthRoutes;
import io.ledger.http.routes.MetricsRoutes;
import io.ledger.http.routes.OpenApiRoutes;
import io.ledger.http.routes.ProjectionRoutes;
import io.ledger.http.routes.WebFileRoutes;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.server.AllowedHosts;
import io.ledger.http.server.HttpApi;
import io.ledger.http.server.HttpSettings;
import io.ledger.http.server.RequestTraces;
import io.ledger.mariadb.MariaDbEventSearch;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The server's HTTP: every route with what answers it. */
final class HttpSide {

    /** How long requests in flight may take when the server stops. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);

    private HttpSide() {}

    /** Makes it; started by the caller, once everything else is. */
    static HttpApi wire(
            Configuration configuration,
            String version,
            LedgerMetrics metrics,
            List<RouteGroup> routes,
            PartStack parts) {
        var traces = configuration.traceCollector().map(collector -> parts.add(OtlpTraces.to(collector, version)));
        return parts.add(new HttpApi(
                new HttpSettings(
                        configuration.httpHost(),
                        configuration.httpPort(),
                        configuration.basePath(),
                        version,
                        configuration.trustActor(),
                        hosts(configuration),
                        configuration.idleTimeout(),
                        STOP_GRACE),
                metrics.registry(),
                traces.<RequestTraces>map(Function.identity()).orElse(RequestTraces.NONE),
                CircleFailures::problem,
                routes));
    }

    static List<RouteGroup> routes(
            Configuration configuration,
            ServerStores stores,
            LogSide side,
            Projections projections,
            CircleCommands commands,
            ReadSide reads,
            LedgerMetrics metrics) {
        var folding = new IcuNameFolding();
        var search = new MariaDbEventSearch(stores.mariaDb().database(), side.feed());
        return List.of(
                new CircleRoutes(
                        commands,
                        reads.queries(),
                        reads.searches(),
                        reads.histories(),
                        folding,
                        configuration.timeZone()),
                new FoldingRoutes(folding),
                new HistoryRoutes(reads.histories()),
                new FeedRoutes(
                        new FeedQueries(side.feed(), reads.tail(), reads.floor()),
                        new EventSearchQueries(search, side.feed()),
                        CircleApi.FEED,
                        configuration.timeZone()),
                new ProjectionRoutes(
                        new ReadModelProjection(projections.redis(), projections.search(), projections.auditor()),
                        projections.rebuilds(),
                        CircleApi.PROJECTION),
                new HealthRoutes(ServerHealth.dependencies(stores, projections), configuration.openAccess()),
                new MetricsRoutes(metrics::exposition),
                new OpenApiRoutes(CircleApi.openApi(), configuration.basePath()),
                console());
    }

    private static AllowedHosts hosts(Configuration configuration) {
        var hosts = configuration.allowedHosts();
        return configuration.openAccess() ? hosts.and(configuration.httpHost()).andAnyAddress() : hosts;
    }

    private static WebFileRoutes console() {
        return new WebFileRoutes(
                source(Console.PAGE),
                Console.others().stream().map(HttpSide::source).toList());
    }

    private static WebFileRoutes.Source source(String name) {
        return new WebFileRoutes.Source(name, Console.mediaType(name), Console.content(name));
    }
}
