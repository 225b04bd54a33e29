package io.ledger.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.identity.AuditLog;
import io.ledger.http.access.AccessSettings;
import io.ledger.http.access.AccessTable;
import io.ledger.http.access.AllowedHosts;
import io.ledger.http.access.Identities;
import io.ledger.http.access.PersonTies;
import io.ledger.http.access.RoleIdentities;
import io.ledger.http.access.TrustedProxies;
import io.ledger.http.routes.Dependency;
import io.ledger.http.routes.Dependency.Health;
import io.ledger.http.routes.MetricsRoutes;
import io.ledger.http.routes.OpenApiRoutes;
import io.ledger.http.routes.TimedHealth;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.transport.Linger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A server of notes on a port of its own. */
public final class NoteServer extends TestClient {

    static final String NOWHERE = "00000000-0000-7000-8000-000000000000";

    /** With the names that requests written by hand ask for. */
    private static final AllowedHosts HOSTS = AllowedHosts.LOOPBACK.and("x").and("ledger.example");

    /** Nobody may delete a note. */
    private static final String RIGHTS = """
        GET  /health/live     anybody
        GET  /health/ready    anybody
        GET  /version         viewer
        GET  /openapi         viewer
        GET  /note            viewer
        POST /note            editor
        GET  /note/{id}       viewer
        PUT  /note/{id}       editor
        GET  /news            viewer
        GET  /elsewhere       viewer
        GET  /metrics         operator
        """;

    /** Long enough to be compressed. */
    private static final String DESCRIPTION = """
        {"openapi": "3.1.0",
         "info": {"title": "Notes", "description": "%s"},
         "servers": [{"url": "/"}],
         "tags": [],
         "paths": {},
         "components": {"schemas": {}}}
        """.formatted("Notes can be taken. ".repeat(100));

    public final Notes notes = new Notes();
    final NoteNews news = new NoteNews();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final HttpApi api;

    public NoteServer() {
        this(HOSTS);
    }

    /** A server that is asked under these names. */
    NoteServer(AllowedHosts hosts) {
        this(
                false,
                false,
                "",
                hosts,
                List.of(new Dependency("database", Health.Up::new), new Dependency("redis", Health.Up::new)));
    }

    public NoteServer(Dependency... dependencies) {
        this(TimedHealth.PATIENT, dependencies);
    }

    /** A server whose dependencies each have this long to say how they are. */
    public NoteServer(Duration checkTimeout, Dependency... dependencies) {
        this(
                AccessSettings.open(HOSTS, false),
                "",
                TimedHealth.of(List.of(dependencies), false, checkTimeout),
                Linger.USUAL);
    }

    private NoteServer(
            boolean trustActor, boolean openAccess, String basePath, AllowedHosts hosts, List<Dependency> needed) {
        this(
                AccessSettings.open(hosts, trustActor),
                basePath,
                TimedHealth.of(needed, openAccess, TimedHealth.PATIENT),
                Linger.USUAL);
    }

    private NoteServer(AccessSettings access, String basePath, RouteGroup health, Linger linger) {
        api = new HttpApi(
                new HttpSettings(
                        "127.0.0.1", 0, basePath, "1.2.3", access, Duration.ofSeconds(120), Duration.ofSeconds(10)),
                metrics,
                RequestTraces.NONE,
                KnownFailures.NONE,
                List.of(
                        new NoteRoutes(notes, news),
                        health,
                        new MetricsRoutes(metrics::getMetersAsString),
                        new OpenApiRoutes(JsonMapper.shared().readTree(DESCRIPTION), basePath)),
                linger);
        api.start();
    }

    /** A server whose callers have to say who they are, by tokens and cookies of {@link RoleIdentities}. */
    static NoteServer thatKnows(Identities identities, AuditLog audit) {
        return new NoteServer(
                new AccessSettings(
                        HOSTS,
                        TrustedProxies.LOOPBACK,
                        true,
                        identities,
                        AccessTable.parse(RIGHTS),
                        new PersonTies(),
                        audit),
                "",
                TimedHealth.of(List.of(new Dependency("database", Health.Up::new)), false, TimedHealth.PATIENT),
                Linger.USUAL);
    }

    /** A server that waits for so much of what follows a refused request. */
    static NoteServer thatLingers(Linger linger) {
        return new NoteServer(
                AccessSettings.open(HOSTS, false), "", TimedHealth.of(List.of(), false, TimedHealth.PATIENT), linger);
    }

    /** A server that takes each caller for the one that X-Actor names. */
    static NoteServer thatTrustsActors() {
        return new NoteServer(true, false, "", HOSTS, List.of());
    }

    /** A server that a proxy has under a path. */
    static NoteServer under(String basePath) {
        return new NoteServer(false, false, basePath, HOSTS, List.of());
    }

    /** A server that other machines are meant to reach. */
    public static NoteServer thatIsOpen() {
        return new NoteServer(
                false, true, "", HOSTS.andAnyAddress(), List.of(new Dependency("database", Health.Up::new)));
    }

    /** What the server has counted. */
    MeterRegistry metrics() {
        return metrics;
    }

    @Override
    public int port() {
        return api.port();
    }

    @Override
    public void close() {
        super.close();
        news.close();
        api.close();
    }

    /** Stops the server and leaves its clients be. */
    void stop() {
        api.close();
    }

    HttpResponse<String> post(String body) {
        return send(request("/note").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> put(String id, String body, String... headers) {
        return send(with(request("/note/" + id), headers)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
    }

    /** Takes a note and tells its id. */
    String create(String text, int size) {
        var response = post(json("text", text, "size", size));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return node(response).get("id").asString();
    }
}
