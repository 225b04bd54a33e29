package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import io.circleledger.api.CircleApi;
import io.circleledger.api.CircleRoutes;
import io.circleledger.api.CreationRoute;
import io.circleledger.command.CircleCommands;
import io.circleledger.command.CircleFingerprint;
import io.circleledger.command.RosterCommands;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.search.CircleSearchSchema;
import io.circleledger.infrastructure.search.LuceneCircleSearch;
import io.circleledger.infrastructure.stored.CircleSnapshots;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.circleledger.query.CircleQueries;
import io.circleledger.query.SearchQueries;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.document.Projection;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.LogPlace;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.read.DocumentQueries;
import io.ledger.core.read.Floor;
import io.ledger.core.read.Freshness;
import io.ledger.core.read.HistoryQueries;
import io.ledger.core.read.PastLimits;
import io.ledger.core.read.PastReadModels;
import io.ledger.core.read.ReadOwnWrites;
import io.ledger.core.stream.TaggedStreams;
import io.ledger.http.access.AccessSettings;
import io.ledger.http.access.AllowedHosts;
import io.ledger.http.history.HistoryRoutes;
import io.ledger.http.routes.Dependency;
import io.ledger.http.routes.HealthRoutes;
import io.ledger.http.routes.ProjectionRoutes;
import io.ledger.http.server.HttpApi;
import io.ledger.http.server.HttpSettings;
import io.ledger.http.server.RequestTraces;
import io.ledger.icu.IcuNameFolding;
import io.ledger.lucene.LuceneDocumentStore;
import io.ledger.mariadb.CaffeineRecentStates;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.mariadb.MariaDbIdempotencyRecords;
import io.ledger.mariadb.MariaDbLogTimes;
import io.ledger.mariadb.MariaDbSnapshotLog;
import io.ledger.mariadb.MariaDbStreamIndex;
import io.ledger.projection.ProjectionWatch;
import io.ledger.projection.Projector;
import io.ledger.projection.ReadModel;
import io.ledger.projection.ReadModelAuditor;
import io.ledger.projection.ReadModelRebuild;
import io.ledger.projection.Repair;
import io.ledger.projection.WakeUpChannel;
import io.ledger.redis.Redis;
import io.ledger.server.BackgroundRebuild;
import io.ledger.server.FollowedModel;
import io.ledger.server.FollowedStreams;
import io.ledger.server.ReadModelProjection;
import io.ledger.server.ServerHealth;
import io.ledger.stores.TestStores;
import io.ledger.testkit.InMemoryPersons;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server, from HTTP to the stores, with what no process can be given from outside: a clock that is
 * set, and a projector that dies.
 */
class ClockAndProjectorIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);

    private final HttpClient client = HttpClient.newHttpClient();
    private final DeadlyLog log = new DeadlyLog();
    private volatile Duration clockIsAheadBy = Duration.ZERO;
    private MariaDb mariaDb;
    private Redis redis;
    private Projector projector;
    private ProjectionWatch watch;
    private LuceneDocumentStore<CircleView> index;
    private Projector searchProjector;
    private ProjectionWatch searchWatch;
    private HttpApi http;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        var database = TestStores.shared().freshDatabase();
        mariaDb = MariaDb.at(database.jdbcUrl(), database.user(), database.password(), CircleStreams.TABLES);
        mariaDb.migrate();
        redis = Redis.at(TestStores.shared().freshRedis().url());
        var store = CircleLog.store(mariaDb, 5);
        log.log = CircleLog.log(mariaDb);
        InstantSource clock = () -> Instant.now().plus(clockIsAheadBy);
        var wakeUps = new WakeUpChannel();
        projector = new Projector(
                ReadModel.shared("redis"),
                CircleStreams.PROJECTION,
                log,
                store,
                redis.store(CircleStreams.REDIS),
                wakeUps,
                clock);
        projector.start();
        watch = new ProjectionWatch(ReadModel.shared("redis"), log, redis.store(CircleStreams.REDIS), Circles.CATEGORY);
        watch.start();
        index = LuceneDocumentStore.open(directory, new CircleSearchSchema());
        searchProjector = new Projector(
                ReadModel.local("search"), CircleStreams.SEARCHED, log.log, store, index, new WakeUpChannel(), clock);
        searchProjector.start();
        searchWatch = new ProjectionWatch(ReadModel.local("search"), log.log, index, Circles.CATEGORY);
        searchWatch.start();
        var past = new MariaDbHistories<>(mariaDb.database(), CircleStreams.AGGREGATE);
        var repair = new Repair<>(CircleStreams.PROJECTION, past, redis.store(CircleStreams.REDIS));
        var auditor = new ReadModelAuditor<>(
                CircleStreams.PROJECTION,
                log,
                new MariaDbStreamIndex(
                        mariaDb.database(),
                        Circles.CATEGORY,
                        CircleStreams.AGGREGATE.events().types()),
                past,
                new MariaDbSnapshotLog<>(mariaDb.database(), CircleStreams.AGGREGATE),
                redis.store(CircleStreams.REDIS),
                redis.scan(CircleStreams.REDIS),
                repair,
                OtherHistory.UNHEARD);
        var answers = new MariaDbIdempotencyRecords(mariaDb.database());
        var recent = new CaffeineRecentStates<Circle>("recent_circles", new CircleSnapshots());
        var handler = new CommandHandler<>(
                CircleStreams.AGGREGATE,
                new CircleFingerprint(),
                store,
                recent,
                answers,
                projector,
                Generators.timeBasedEpochGenerator()::generate,
                clock,
                List.of());
        var commands = new CircleCommands(handler);
        var persons = new InMemoryPersons();
        var rosters = new RosterCommands(
                handler,
                persons,
                new TaggedStreams(new MariaDbEventLog<>(mariaDb.database(), CircleStreams.AGGREGATE)),
                Set.of(3));
        var floor = new Floor(log.head());
        var freshness = new Freshness(floor, Duration.ofSeconds(2), log::head, OtherHistory.UNHEARD);
        var queries = new CircleQueries(new DocumentQueries<>(
                new ReadOwnWrites<>(redis.reader(CircleStreams.REDIS), recent, CircleStreams.PROJECTION, freshness),
                store,
                CircleStreams.PROJECTION,
                freshness,
                wakeUps));
        var histories = new HistoryQueries<>(past, CircleStreams.PROJECTION, floor);
        var followed = new FollowedModel<>(
                ReadModel.shared("redis"),
                "projection",
                "lists age",
                redis.store(CircleStreams.REDIS),
                wakeUps,
                Optional.of(projector),
                Optional.empty(),
                watch,
                repair);
        var search = new FollowedModel<>(
                ReadModel.local("search"),
                "search",
                "searches age",
                index,
                new WakeUpChannel(),
                Optional.of(searchProjector),
                Optional.empty(),
                searchWatch,
                new Repair<>(CircleStreams.SEARCHED, past, index));
        http = new HttpApi(
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        "",
                        "test",
                        AccessSettings.open(AllowedHosts.LOOPBACK, false),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(1)),
                new SimpleMeterRegistry(),
                RequestTraces.NONE,
                CircleApi.FAILURES,
                List.of(
                        new CircleRoutes(
                                new CreationRoute(commands, rosters, persons, UUID::randomUUID),
                                commands,
                                queries,
                                new SearchQueries(
                                        new LuceneCircleSearch(index),
                                        new PastReadModels<>(
                                                log,
                                                new MariaDbLogTimes(mariaDb.database()),
                                                CircleStreams.SEARCHED,
                                                LuceneCircleSearch::of,
                                                freshness,
                                                PastLimits.STANDARD)::at,
                                        clock,
                                        freshness,
                                        Projection.NONE),
                                histories,
                                new IcuNameFolding(),
                                ZoneOffset.UTC),
                        new HistoryRoutes<>(histories, CircleApi.HISTORY),
                        new ProjectionRoutes(
                                new ReadModelProjection(List.of(new FollowedStreams(
                                        Circles.CATEGORY,
                                        "circle_id",
                                        Optional.of(auditor),
                                        List.of(followed, search)))),
                                new BackgroundRebuild(
                                        progress -> List.of(new ReadModelRebuild<>(
                                                CircleStreams.PROJECTION,
                                                log,
                                                store,
                                                redis.readModels(CircleStreams.REDIS),
                                                clock,
                                                progress)),
                                        clock),
                                CircleApi.PROJECTION),
                        new HealthRoutes(
                                List.of(Dependency.helpful("projection", "lists age", () -> ServerHealth.of(followed))),
                                false)));
        http.start();
    }

    @AfterEach
    void stop() {
        http.close();
        searchWatch.close();
        searchProjector.close();
        index.close();
        watch.close();
        projector.close();
        redis.close();
        mariaDb.close();
    }

    @Test
    void aClockThatIsSetAnHourForwardAndBackTurnsNoHistoryAround() throws Exception {
        var creation = "{\"circle_name\":\"chess\",\"capacity\":3}";
        var created = send("POST", "/circle", creation, "creation");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        var circle = created.headers().firstValue("Location").orElseThrow();
        var hours = List.of(1, -1, 0, 1, -1, -1, 1);
        for (var i = 0; i < hours.size(); i++) {
            clockIsAheadBy = HOUR.multipliedBy(hours.get(i));
            var change = "{\"capacity\":%d,\"version\":%d}".formatted(10 + i, i + 1);

            var changed = send("PUT", circle, change, "change-" + i);

            assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
            // Neither is an answer forgotten because of the clock, nor is the read model held up.
            assertThat(send("PUT", circle, change, "change-" + i).body()).isEqualTo(changed.body());
            assertThat(send("POST", "/circle", creation, "creation").body()).isEqualTo(created.body());
            assertThat(send("GET", "/health/ready", "", "").statusCode()).isEqualTo(200);
            var listed = "\"version\":" + (i + 2);
            until("the list", () -> send("GET", "/circle", "", "").body().contains(listed));
        }

        var times = new ArrayList<Instant>();
        for (var entry : log.readFrom(new GlobalPosition(1), 100)) {
            times.add(((Recorded<CircleEvent>) entry).occurredAt());
        }
        assertThat(times).hasSize(1 + hours.size()).isSorted();
        assertThat(Duration.between(times.getFirst(), times.get(1))).isGreaterThanOrEqualTo(HOUR);
        // The clock that was set back dates nothing before what is there.
        assertThat(times.get(2)).isEqualTo(times.get(1));
    }

    @Test
    void theListIsShownAsItWas() throws Exception {
        clockIsAheadBy = HOUR.multipliedBy(-5);
        var chess = create("chess");
        clockIsAheadBy = HOUR.multipliedBy(-4);
        var go = create("go");
        clockIsAheadBy = HOUR.multipliedBy(-3);
        assertThat(send("PUT", chess, "{\"circle_name\":\"shogi\",\"version\":1}", "name")
                        .statusCode())
                .isEqualTo(200);
        clockIsAheadBy = HOUR.multipliedBy(-2);
        assertThat(send("DELETE", go + "?version=1", "", "").statusCode()).isEqualTo(204);
        clockIsAheadBy = Duration.ZERO;

        assertThat(listed("", 330)).isEmpty();
        assertThat(listed("", 270)).containsExactly("chess");
        assertThat(listed("", 210)).containsExactly("chess", "go");
        assertThat(listed("&sort=name&order=desc&limit=1", 150)).containsExactly("shogi");
        assertThat(listed("", 150)).containsExactly("shogi", "go");
        assertThat(listed("&status=all&q=g", 90)).containsExactly("shogi", "go");
        assertThat(listed("", 90)).containsExactly("shogi");
        assertThat(listed("&status=dissolved", 90)).containsExactly("go");
        assertThat(listed("&status=dissolved", 150)).isEmpty();
        until("the present", () -> listed("&status=dissolved", -1).equals(List.of("go")));
    }

    private String create(String name) throws Exception {
        var created = send("POST", "/circle", "{\"circle_name\":\"%s\",\"capacity\":9}".formatted(name), name);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return created.headers().firstValue("Location").orElseThrow();
    }

    private List<String> listed(String filter, int minutesAgo) throws Exception {
        var answer = send("GET", "/circle?as_of=" + Instant.now().minusSeconds(60L * minutesAgo) + filter, "", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body())
                .valueStream()
                .map(circle -> circle.get("circle_name").asString())
                .toList();
    }

    @Test
    void aProjectorThatDiesDegradesTheServerUntilItIsBack() throws Exception {
        until("ready", () -> health().equals("ready"));
        log.isDeadly = true;
        assertThat(send("POST", "/circle", "{\"circle_name\":\"go\",\"capacity\":3}", "go")
                        .statusCode())
                .isEqualTo(201);

        until("degraded", () -> health().equals("degraded"));

        JsonNode degraded = JSON.readTree(send("GET", "/health/ready", "", "").body());
        assertThat(degraded.path("dependencies").path("projection").asString()).contains("1 events behind");
        assertThat(log.deaths).isGreaterThan(1);
        log.isDeadly = false;
        until("ready again", () -> health().equals("ready"));
        until("it is listed", () -> send("GET", "/circle", "", "").body().contains("\"go\""));
    }

    private String health() throws Exception {
        return JSON.readTree(send("GET", "/health/ready", "", "").body())
                .path("status")
                .asString();
    }

    /** The real log, which is the end of any projector that reads it while it is deadly. */
    private static final class DeadlyLog implements EventLog<CircleEvent> {

        private volatile EventLog<CircleEvent> log;
        private volatile boolean isDeadly;
        private volatile int deaths;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // The projector is the only one who reads then.
        public List<LogEntry<CircleEvent>> replayFrom(GlobalPosition position, int limit) {
            if (isDeadly) {
                deaths++;
                throw new LinkageError("deadly");
            }
            return log.replayFrom(position, limit);
        }

        @Override
        public List<LogEntry<CircleEvent>> readFrom(GlobalPosition position, int limit) {
            return log.readFrom(position, limit);
        }

        @Override
        public LogPlace end() {
            return log.end();
        }

        @Override
        public LogPlace at(GlobalPosition position) {
            return log.at(position);
        }

        @Override
        public Ends ends() {
            return log.ends();
        }
    }

    private HttpResponse<String> send(String method, String path, String body, String key)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path))
                .timeout(LONGEST)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json").header("Idempotency-Key", key);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static void until(String what, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
            Thread.sleep(20);
        }
    }
}
