package io.circleledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.command.CircleCommands;
import io.circleledger.command.CircleFingerprint;
import io.circleledger.command.RosterCommands;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.circleledger.query.CircleQueries;
import io.circleledger.query.RosterQueries;
import io.ledger.core.StreamId;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.StreamRule;
import io.ledger.core.document.Projection;
import io.ledger.core.identity.AuditLog;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.person.PersonErasure;
import io.ledger.core.read.ChangeQueries;
import io.ledger.core.read.DocumentQueries;
import io.ledger.core.read.EventSearchQueries;
import io.ledger.core.read.FeedQueries;
import io.ledger.core.read.Floor;
import io.ledger.core.read.Freshness;
import io.ledger.core.read.HistoryQueries;
import io.ledger.core.read.ReadOwnWrites;
import io.ledger.core.read.SearchQueries;
import io.ledger.core.read.StateQueries;
import io.ledger.core.stream.RecentStates;
import io.ledger.core.stream.TaggedStreams;
import io.ledger.http.access.AccessSettings;
import io.ledger.http.access.AllowedHosts;
import io.ledger.http.history.HistoryRoutes;
import io.ledger.http.person.PersonRoutes;
import io.ledger.http.person.PersonalReads;
import io.ledger.http.routes.Dependency;
import io.ledger.http.routes.Dependency.Health;
import io.ledger.http.routes.FeedRoutes;
import io.ledger.http.routes.FoldingRoutes;
import io.ledger.http.routes.HealthRoutes;
import io.ledger.http.routes.MetricsRoutes;
import io.ledger.http.routes.OpenApiRoutes;
import io.ledger.http.routes.ProjectionRoutes;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.server.HttpApi;
import io.ledger.http.server.HttpSettings;
import io.ledger.http.server.RequestTraces;
import io.ledger.http.server.TestClient;
import io.ledger.testkit.InMemoryPersons;
import io.ledger.testkit.InMemoryStamps;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The API on a port of its own, over a ledger in memory, with the words to talk to it. */
final class TestServer extends TestClient {

    static final String NOWHERE = "00000000-0000-7000-8000-000000000000";

    /** Short, so that a test sees what comes after it. */
    private static final Duration STREAM_SILENCE = Duration.ofMillis(200);

    /** With the names that requests written by hand ask for. */
    private static final AllowedHosts HOSTS = AllowedHosts.LOOPBACK.and("x").and("ledger.example");

    final InMemoryCircles ledger = new InMemoryCircles();
    final InMemoryPersons persons = new InMemoryPersons();
    final CircleCommands commands;
    final CircleQueries queries;
    final RosterCommands rosters;
    final RosterQueries rosterQueries;
    final HistoryQueries<Circle, CircleEvent> histories;
    final InMemoryFeed feed = new InMemoryFeed();
    final InMemoryRebuilds rebuilds = new InMemoryRebuilds();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final HttpApi api;

    TestServer() {
        this(HOSTS);
    }

    /** A server that is asked under these names. */
    TestServer(AllowedHosts hosts) {
        this(
                false,
                false,
                "",
                hosts,
                new Dependency("database", Health.Up::new),
                new Dependency("redis", Health.Up::new));
    }

    TestServer(Dependency... dependencies) {
        this(false, false, "", HOSTS, dependencies);
    }

    /** A server that takes each caller for the one that X-Actor names. */
    static TestServer thatTrustsActors() {
        return new TestServer(true, false, "", HOSTS);
    }

    /** A server that a proxy has under a path. */
    static TestServer under(String basePath) {
        return new TestServer(false, false, basePath, HOSTS);
    }

    /** A server that other machines are meant to reach. */
    static TestServer thatIsOpen() {
        return new TestServer(false, true, "", HOSTS.andAnyAddress(), new Dependency("database", Health.Up::new));
    }

    /** A server where a rule over several circles refuses each change. */
    static TestServer thatRefuses(CircleRejection rejection, StreamId other) {
        return new TestServer(
                List.of((_, _, _) -> new StreamRule.Finding.Broken<>(rejection, other)), false, false, "", HOSTS);
    }

    /** What the server has counted. */
    MeterRegistry metrics() {
        return metrics;
    }

    private TestServer(
            boolean trustActor, boolean openAccess, String basePath, AllowedHosts hosts, Dependency... dependencies) {
        this(List.of(), trustActor, openAccess, basePath, hosts, dependencies);
    }

    private TestServer(
            List<StreamRule<Circle, CircleEvent, CircleRejection>> rules,
            boolean trustActor,
            boolean openAccess,
            String basePath,
            AllowedHosts hosts,
            Dependency... dependencies) {
        var handler = new CommandHandler<>(
                CircleStreams.AGGREGATE,
                new CircleFingerprint(),
                ledger,
                RecentStates.none(),
                ledger,
                _ -> {},
                UUID::randomUUID,
                InstantSource.system(),
                rules);
        commands = new CircleCommands(handler);
        var tagged = new TaggedStreams(ledger.queried());
        rosters = new RosterCommands(handler, persons, tagged, Set.of(3));
        var floor = new Floor(GlobalPosition.START);
        var freshness = new Freshness(floor, Duration.ofMillis(50), ledger::head, OtherHistory.UNHEARD);
        queries = new CircleQueries(new DocumentQueries<>(
                new ReadOwnWrites<>(ledger, RecentStates.none(), CircleStreams.PROJECTION, freshness),
                ledger,
                CircleStreams.PROJECTION,
                freshness,
                Projection.NONE));
        var stamps = new InMemoryStamps<>(ledger.histories());
        rosterQueries =
                new RosterQueries(new StateQueries<>(ledger, RecentStates.none(), freshness), stamps, tagged, persons);
        var searches = new SearchQueries<>(
                new InMemorySearch(ledger::everyCircle),
                (time, _) -> new Complete<>(ledger.head(), new InMemorySearch(() -> ledger.circlesAsOf(time))),
                InstantSource.system(),
                freshness,
                Projection.NONE);
        histories = new HistoryQueries<>(ledger.histories(), CircleStreams.PROJECTION, floor);
        List<RouteGroup> groups = List.of(
                new CircleRoutes(
                        new CreationRoute(commands, rosters, persons, UUID::randomUUID),
                        commands,
                        queries,
                        searches,
                        new ChangeQueries(stamps),
                        histories,
                        new LowerCase(),
                        ZoneId.of("Asia/Tokyo")),
                new LifeRoutes(commands),
                new RosterRoutes(rosters, rosterQueries, new PersonalReads(AuditLog.NONE)),
                new PersonRoutes(
                        persons,
                        new PersonErasure(persons, rosters::end, InstantSource.system()),
                        new PersonalReads(AuditLog.NONE),
                        UUID::randomUUID),
                new FoldingRoutes(new LowerCase(), 200),
                new HistoryRoutes<>(histories, CircleApi.HISTORY),
                new FeedRoutes(
                        new FeedQueries(feed, feed, floor),
                        new EventSearchQueries(feed, feed),
                        CircleApi.FEED,
                        ZoneId.of("Asia/Tokyo"),
                        STREAM_SILENCE),
                new ProjectionRoutes(ledger, rebuilds, CircleApi.PROJECTION),
                new HealthRoutes(List.of(dependencies), openAccess),
                new MetricsRoutes(metrics::getMetersAsString),
                new OpenApiRoutes(CircleApi.openApi(), basePath));
        api = new HttpApi(
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        basePath,
                        "1.2.3",
                        AccessSettings.open(hosts, trustActor),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(10)),
                metrics,
                RequestTraces.NONE,
                CircleApi.FAILURES,
                groups);
        api.start();
    }

    /** The methods of each path. */
    Map<String, Set<String>> methods() {
        return api.methods();
    }

    @Override
    public int port() {
        return api.port();
    }

    @Override
    public void close() {
        super.close();
        api.close();
    }

    /** Stops the server and leaves its clients be. */
    void stop() {
        api.close();
    }

    HttpResponse<String> post(String body) {
        return send(
                request("/circle").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> put(String id, String body, String... headers) {
        return send(with(request("/circle/" + id), headers)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
    }

    /** Creates a circle and tells its id. */
    String create(String name, int capacity) {
        var response = post(json("circle_name", name, "capacity", capacity));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return node(response).get("circle_id").asString();
    }
}
