package io.circleledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.api.Dependency.Health;
import io.circleledger.bench.Options;
import io.circleledger.command.CircleCommands;
import io.circleledger.query.CircleQueries;
import io.circleledger.query.SearchQueries;
import io.ledger.core.command.Request;
import io.ledger.core.document.Projection;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.read.EventSearchQueries;
import io.ledger.core.read.FeedQueries;
import io.ledger.core.read.Floor;
import io.ledger.core.read.HistoryQueries;
import io.ledger.core.stream.RecentStates;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API on a port of its own, over a ledger in memory, with the words to talk to it. */
final class TestServer implements AutoCloseable {

    static final String NOWHERE = "00000000-0000-7000-8000-000000000000";

    /** Short, so that a test sees what comes after it. */
    private static final Duration STREAM_SILENCE = Duration.ofMillis(200);

    /** With the names that requests written by hand ask for. */
    private static final AllowedHosts HOSTS = AllowedHosts.LOOPBACK.and("x").and("ledger.example");

    private static final JsonMapper MAPPER = JsonMapper.shared();

    final InMemoryLedger ledger = new InMemoryLedger();
    final InMemoryFeed feed = new InMemoryFeed();
    final InMemoryRebuilds rebuilds = new InMemoryRebuilds();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Routes routes;
    private final HttpApi api;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

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

    /** What the server has counted. */
    MeterRegistry metrics() {
        return metrics;
    }

    private TestServer(
            boolean trustActor, boolean openAccess, String basePath, AllowedHosts hosts, Dependency... dependencies) {
        var commands = new CircleCommands(
                ledger, RecentStates.NONE, ledger, _ -> {}, UUID::randomUUID, InstantSource.system());
        var floor = new Floor(GlobalPosition.START);
        var queries = new CircleQueries(
                ledger,
                ledger,
                RecentStates.NONE,
                Duration.ofMillis(50),
                floor,
                Projection.NONE,
                ledger::head,
                OtherHistory.UNHEARD);
        var searches = new SearchQueries(new InMemorySearch(ledger), queries, Projection.NONE);
        var histories = new HistoryQueries(ledger.histories(), floor);
        List<RouteGroup> groups = List.of(
                new CircleRoutes(commands, queries, searches, histories, new LowerCase(), ZoneId.of("Asia/Tokyo")),
                new FoldingRoutes(new LowerCase()),
                new HistoryRoutes(histories),
                new FeedRoutes(
                        new FeedQueries(feed, feed, floor),
                        new EventSearchQueries(feed, feed),
                        ZoneId.of("Asia/Tokyo"),
                        STREAM_SILENCE),
                new ProjectionRoutes(ledger, rebuilds),
                new HealthRoutes(List.of(dependencies), openAccess),
                new MetricsRoutes(metrics::getMetersAsString),
                new OpenApiRoutes(basePath));
        routes = HttpApi.routes(new BasePath(basePath), "1.2.3", groups);
        api = new HttpApi(
                "127.0.0.1",
                0,
                basePath,
                "1.2.3",
                trustActor,
                hosts,
                metrics,
                RequestTraces.NONE,
                groups,
                Duration.ofSeconds(120),
                Duration.ofSeconds(10));
        api.start();
    }

    /** The methods of each path. */
    Map<String, Set<String>> methods() {
        return routes.methods();
    }

    int port() {
        return api.port();
    }

    @Override
    public void close() {
        client.shutdownNow();
        api.close();
    }

    /** Stops the server and leaves its clients be. */
    void stop() {
        api.close();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(with(request(path), headers));
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

    static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** Creates a circle and tells its id. */
    String create(String name, int capacity) {
        var response = post(json("circle_name", name, "capacity", capacity));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return node(response).get("circle_id").asString();
    }

    static String json(Object... namesAndValues) {
        var object = MAPPER.createObjectNode();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            object.set((String) namesAndValues[i], MAPPER.valueToTree(namesAndValues[i + 1]));
        }
        return object.toString();
    }

    static JsonNode node(HttpResponse<String> response) {
        return MAPPER.readTree(response.body());
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** Checks that a response is this problem, in every respect that all problems share. */
    static JsonNode problem(HttpResponse<String> response, int status, String name) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(response, "X-Request-Id")).isNotBlank();
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        var problem = node(response);
        assertThat(problem.get("type").asString()).isEqualTo("/problems/" + name);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asString()).isNotBlank();
        assertThat(problem.get("detail").asString()).endsWith(".");
        return problem;
    }

    static List<String> pointers(JsonNode problem) {
        return problem.get("errors")
                .valueStream()
                .map(fault -> fault.get("pointer").asString())
                .toList();
    }
}
