package io.ledger.program;

import io.ledger.core.read.EventSearchQueries;
import io.ledger.core.read.FeedQueries;
import io.ledger.http.access.AccessTable;
import io.ledger.http.access.AllowedHosts;
import io.ledger.http.person.PersonalReads;
import io.ledger.http.routes.FeedRoutes;
import io.ledger.http.routes.HealthRoutes;
import io.ledger.http.routes.JobRoutes;
import io.ledger.http.routes.MetricsRoutes;
import io.ledger.http.routes.OpenApiRoutes;
import io.ledger.http.routes.ProjectionRoutes;
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
            LedgerProgram program,
            ProgramSettings settings,
            String version,
            LedgerMetrics metrics,
            IdentityParts identities,
            AccessTable rights,
            List<RouteGroup> routes,
            LedgerParts ledger) {
        var parts = ledger.parts();
        var traces = settings.traceCollector()
                .map(collector ->
                        parts.add(OtlpTraces.to(collector, program.words().command(), version)));
        return parts.add(new HttpApi(
                new HttpSettings(
                        settings.httpHost(),
                        settings.httpPort(),
                        settings.basePath(),
                        version,
                        identities.access(
                                hosts(settings), settings.proxies(), settings.trustActor(), rights, ledger.ties()),
                        settings.idleTimeout(),
                        STOP_GRACE),
                metrics.registry(),
                traces.<RequestTraces>map(Function.identity()).orElse(RequestTraces.NONE),
                program.failures(),
                routes));
    }

    /** The routes that are not of one kind of stream, as far as this server's role has them. */
    static List<RouteGroup> routes(
            LedgerProgram program,
            ProgramSettings settings,
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
        routes.add(new HealthRoutes(dependencies, settings.openAccess()));
        routes.add(new MetricsRoutes(metrics::exposition));
        if (!followed.isEmpty()) {
            routes.add(new ProjectionRoutes(
                    new ReadModelProjection(followed), rebuilds(ledger, kinds), program.projection()));
        }
        if (settings.role().answers()) {
            routes.addAll(identities.routes());
            routes.add(new JobRoutes(ledger.jobs().store()));
            routes.add(new ImportRoutes(ledger.imports(), new PersonalReads(ledger.audit())));
            var search = new MariaDbEventSearch(stores.mariaDb().database(), ledger.feed());
            routes.add(new FeedRoutes(
                    new FeedQueries(ledger.feed(), ledger.tail(), ledger.floor()),
                    new EventSearchQueries(search, ledger.feed()),
                    program.feed(),
                    settings.timeZone()));
            routes.add(new OpenApiRoutes(program.openApi(), settings.basePath()));
            routes.add(program.console());
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

    private static AllowedHosts hosts(ProgramSettings settings) {
        var hosts = settings.allowedHosts();
        // Where people sign in, a page of a stranger gains nothing by an address: its requests are not signed in.
        return settings.openAccess() || settings.identitiesConfigured()
                ? hosts.and(settings.httpHost()).andAnyAddress()
                : hosts;
    }
}
