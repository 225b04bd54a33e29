package io.circleledger.main;

import io.circleledger.api.CircleApi;
import io.circleledger.api.CircleFailures;
import io.circleledger.api.FeedRoutes;
import io.circleledger.configuration.Configuration;
import io.circleledger.console.Console;
import io.ledger.core.read.EventSearchQueries;
import io.ledger.core.read.FeedQueries;
import io.ledger.http.access.AccessTable;
import io.ledger.http.access.AllowedHosts;
import io.ledger.http.routes.HealthRoutes;
import io.ledger.http.routes.JobRoutes;
import io.ledger.http.routes.MetricsRoutes;
import io.ledger.http.routes.OpenApiRoutes;
import io.ledger.http.routes.ProjectionRoutes;
import io.ledger.http.routes.WebFileRoutes;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.server.HttpApi;
import io.ledger.http.server.HttpSettings;
import io.ledger.http.server.RequestTraces;
import io.ledger.kafka.KafkaRelay;
import io.ledger.mariadb.MariaDbEventSearch;
import io.ledger.office.ImportRoutes;
import io.ledger.server.BackgroundRebuild;
import io.ledger.server.IdentityParts;
import io.ledger.server.LedgerMetrics;
import io.ledger.server.LedgerParts;
import io.ledger.server.ReadModelProjection;
import io.ledger.server.Relay;
import io.ledger.server.ServerHealth;
import io.ledger.server.StreamParts;
import io.ledger.server.telemetry.OtlpTraces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            IdentityParts identities,
            AccessTable rights,
            List<RouteGroup> routes,
            LedgerParts ledger) {
        var parts = ledger.parts();
        var traces = configuration
                .traceCollector()
                .map(collector -> parts.add(OtlpTraces.to(collector, "circle-ledger", version)));
        return parts.add(new HttpApi(
                new HttpSettings(
                        configuration.httpHost(),
                        configuration.httpPort(),
                        configuration.basePath(),
                        version,
                        identities.access(
                                hosts(configuration),
                                configuration.proxies(),
                                configuration.trustActor(),
                                rights,
                                ledger.ties()),
                        configuration.idleTimeout(),
                        STOP_GRACE),
                metrics.registry(),
                traces.<RequestTraces>map(Function.identity()).orElse(RequestTraces.NONE),
                CircleFailures::problem,
                routes));
    }

    /** The routes that are not of one kind of stream, as far as this server's role has them. */
    static List<RouteGroup> routes(
            Configuration configuration,
            ServerStores stores,
            LedgerParts ledger,
            List<? extends StreamParts<?, ?, ?, ?, ?>> kinds,
            Optional<KafkaRelay> relay,
            IdentityParts identities,
            LedgerMetrics metrics) {
        var followed = kinds.stream().map(StreamParts::followed).toList();
        var routes = new ArrayList<RouteGroup>();
        var dependencies = new ArrayList<>(ServerHealth.dependencies(stores.mariaDb(), stores.redisHealth(), followed));
        relay.map(Relay::dependency).ifPresent(dependencies::add);
        identities.health().ifPresent(dependencies::add);
        routes.add(new HealthRoutes(dependencies, configuration.openAccess()));
        routes.add(new MetricsRoutes(metrics::exposition));
        if (!followed.isEmpty()) {
            routes.add(new ProjectionRoutes(
                    new ReadModelProjection(followed), rebuilds(ledger, kinds), CircleApi.PROJECTION));
        }
        if (configuration.role().answers()) {
            routes.addAll(identities.routes());
            routes.add(new JobRoutes(ledger.jobs().store()));
            routes.add(new ImportRoutes(ledger.imports()));
            var search = new MariaDbEventSearch(stores.mariaDb().database(), ledger.feed());
            routes.add(new FeedRoutes(
                    new FeedQueries(ledger.feed(), ledger.tail(), ledger.floor()),
                    new EventSearchQueries(search, ledger.feed()),
                    CircleApi.FEED,
                    configuration.timeZone()));
            routes.add(new OpenApiRoutes(CircleApi.openApi(), configuration.basePath()));
            routes.add(console());
        }
        return routes;
    }

    private static BackgroundRebuild rebuilds(LedgerParts ledger, List<? extends StreamParts<?, ?, ?, ?, ?>> kinds) {
        return ledger.parts()
                .add(new BackgroundRebuild(
                        progress -> kinds.stream()
                                .map(kind -> kind.rebuild(progress))
                                .toList(),
                        ledger.clock()));
    }

    private static AllowedHosts hosts(Configuration configuration) {
        var hosts = configuration.allowedHosts();
        // Where people sign in, a page of a stranger gains nothing by an address: its requests are not signed in.
        return configuration.openAccess() || configuration.identitiesConfigured()
                ? hosts.and(configuration.httpHost()).andAnyAddress()
                : hosts;
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
