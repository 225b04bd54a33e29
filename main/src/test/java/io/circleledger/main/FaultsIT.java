package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.faults.LogAudit;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Fold;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.mariadb.MariaDb;
import io.ledger.redis.Redis;
import io.ledger.stores.DataDirectory;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.EmbeddedStores;
import io.ledger.stores.StoreHealth;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two servers on stores that die under them, and clients that write down what they were told.
 *
 * <p>By itself it breaks each thing once or twice. {@code -Dfaults.seconds=600} goes on breaking them
 * for that long; {@code -Dfaults.seed=…} does so in the order of an earlier run.
 */
class FaultsIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int WRITERS = 8;
    private static final int SERVERS = 2;

    @TempDir
    static Path directory;

    private static DataDirectory dataDirectory;
    private static EmbeddedStores stores;
    private static FaultProxy redisProxy;
    private static DatabaseAccess database;
    private static final AtomicReferenceArray<Running> SERVER = new AtomicReferenceArray<>(SERVERS);

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** A server and where it answers. */
    private record Running(ServerProcess process, String url) {}

    @BeforeAll
    static void start() throws Exception {
        dataDirectory = TestStores.initialised(directory.resolve("data"));
        stores = EmbeddedStores.start(dataDirectory, EnumSet.allOf(EmbeddedStores.StoreKind.class));
        database = stores.mariaDb().orElseThrow().access();
        redisProxy = FaultProxy.inFrontOf(redisUrl());
        for (var i = 0; i < SERVERS; i++) {
            launch(i);
        }
    }

    @AfterAll
    static void stop() {
        for (var i = 0; i < SERVERS; i++) {
            var running = SERVER.get(i);
            if (running != null) {
                running.process().close();
            }
        }
        redisProxy.close();
        stores.close();
        dataDirectory.close();
    }

    private static void launch(int which) throws IOException {
        var process = ServerProcess.start(
                directory,
                Map.of(
                        "DATABASE_URL", database.jdbcUrl(),
                        "DATABASE_USER", database.user(),
                        "DATABASE_PASSWORD", database.password(),
                        "REDIS_URL", redisProxy.through(redisUrl())));
        SERVER.set(which, new Running(process, process.url()));
    }

    private static String redisUrl() {
        return stores.redis().orElseThrow().access().url();
    }

    /** What a client asked for and what it was told. */
    private record Entry(String request, String what, Told told) {}

    private sealed interface Told {
        record Acknowledged(String circle, int version, long position) implements Told {}

        /** An answer that says that nothing was changed. */
        record Refused(int status) implements Told {}

        /** No answer, or one that says that the outcome is not known. */
        record Unknown() implements Told {}
    }

    private enum Fault {
        SERVER,
        MARIADB,
        REDIS
    }

    @Test
    void whatClientsWereToldIsWhatTheLogSaysWhateverDied() throws Exception {
        var seed = Long.getLong("faults.seed", System.nanoTime());
        var seconds = Integer.getInteger("faults.seconds", 0);
        System.out.println("faults.seed=" + seed);
        var random = new Random(seed);
        var journal = new ConcurrentLinkedQueue<Entry>();
        var wrong = new ConcurrentLinkedQueue<String>();
        var acknowledged = new AtomicInteger();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = new ArrayList<Future<?>>();
            for (var w = 0; w < WRITERS; w++) {
                var writer = new Writer("s" + seed + "-w" + w, random.nextLong(), journal, wrong, acknowledged);
                writers.add(executor.submit(writer));
            }
            try {
                var end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
                do {
                    breakEverythingOnce(random, acknowledged);
                } while (System.nanoTime() - end < 0);
                acknowledgedMore(acknowledged, 20);
            } finally {
                writers.forEach(writer -> writer.cancel(true));
            }
        }
        assertThat(wrong).as("seed " + seed).isEmpty();
        compare(journal, "seed " + seed);
        System.out.println("faults: " + journal.size() + " changes, " + acknowledged + " acknowledged");
    }

    private static void breakEverythingOnce(Random random, AtomicInteger acknowledged) throws Exception {
        var faults = new ArrayList<>(List.of(Fault.SERVER, Fault.SERVER, Fault.MARIADB, Fault.REDIS));
        Collections.shuffle(faults, random);
        for (var fault : faults) {
            acknowledgedMore(acknowledged, random.nextInt(5, 40));
            switch (fault) {
                case SERVER -> {
                    var which = random.nextInt(SERVERS);
                    SERVER.get(which).process().kill();
                    launch(which);
                }
                case MARIADB -> kill(() -> stores.mariaDb().orElseThrow().health());
                case REDIS -> kill(() -> stores.redis().orElseThrow().health());
            }
        }
    }

    /** Kills a store, which its supervisor then starts again. */
    private static void kill(Supplier<StoreHealth> health) throws Exception {
        var pid = ((StoreHealth.Answering) health.get()).pid();
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        until("restart", () -> health.get() instanceof StoreHealth.Answering up && up.pid() != pid);
    }

    private static void acknowledgedMore(AtomicInteger acknowledged, int more) throws Exception {
        var enough = acknowledged.get() + more;
        until("writers get on", () -> acknowledged.get() >= enough);
    }

    /** A client that creates circles and changes its own and those of others, until it is stopped. */
    private record Writer(String name, long seed, Queue<Entry> journal, Queue<String> wrong, AtomicInteger acknowledged)
            implements Runnable {

        @Override
        public void run() {
            var random = new Random(seed);
            var known = new HashMap<String, Integer>();
            for (var i = 0; !Thread.currentThread().isInterrupted(); i++) {
                try {
                    change(name + "-" + i, random, known);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                } catch (RuntimeException broken) {
                    wrong.add(name + ": " + broken);
                    return;
                }
            }
        }

        private void change(String request, Random random, Map<String, Integer> known) throws InterruptedException {
            var server = SERVER.get(random.nextInt(SERVERS));
            var others = journal.peek();
            if (others != null && others.told() instanceof Told.Acknowledged first && random.nextInt(5) == 0) {
                // A circle that every writer changes.
                known.putIfAbsent(first.circle(), 1);
            }
            HttpRequest.Builder call;
            String what;
            if (known.isEmpty() || random.nextInt(6) == 0) {
                what = "create";
                call = json(server.url() + "/circle")
                        .POST(BodyPublishers.ofString("{\"circle_name\":\"" + request + "\",\"capacity\":3}"));
            } else {
                var circles = known.keySet().stream().sorted().toList();
                what = circles.get(random.nextInt(circles.size()));
                // A name that no circle had: a change to what already is would be recorded nowhere.
                call = json(server.url() + "/circle/" + what)
                        .PUT(BodyPublishers.ofString(
                                "{\"circle_name\":\"%s\",\"version\":%d}".formatted(request, known.get(what))));
            }
            HttpResponse<String> answer;
            try {
                answer = CLIENT.send(call.header("X-Request-Id", request).build(), BodyHandlers.ofString());
            } catch (IOException broken) {
                journal.add(new Entry(request, what, new Told.Unknown()));
                known.remove(what);
                rest();
                return;
            } catch (InterruptedException stopped) {
                journal.add(new Entry(request, what, new Told.Unknown()));
                throw stopped;
            }
            told(request, what, answer, known);
        }

        private void told(String request, String what, HttpResponse<String> answer, Map<String, Integer> known)
                throws InterruptedException {
            var body = JSON.readTree(answer.body());
            switch (answer.statusCode()) {
                case 200, 201 -> {
                    var told = new Told.Acknowledged(
                            body.path("circle_id").asString(),
                            body.path("version").asInt(),
                            body.path("position").asLong());
                    journal.add(new Entry(request, what, told));
                    known.put(told.circle(), told.version());
                    acknowledged.incrementAndGet();
                    readBack(told);
                }
                case 409 -> {
                    journal.add(new Entry(request, what, new Told.Refused(409)));
                    known.put(what, body.path("current_version").asInt());
                }
                case 503 -> {
                    var unknown = body.path("type").asString().endsWith("outcome-unknown");
                    journal.add(new Entry(request, what, unknown ? new Told.Unknown() : new Told.Refused(503)));
                    if (unknown) {
                        known.remove(what);
                    }
                    rest();
                }
                default -> wrong.add(request + " " + what + ": " + answer.statusCode() + " " + answer.body());
            }
        }

        /** As a client does that was not served; the processors are needed for the start of servers. */
        private static void rest() throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(20);
        }

        /** Any server includes what was acknowledged, or says that it cannot. */
        private void readBack(Told.Acknowledged told) throws InterruptedException {
            var server = SERVER.get(Math.floorMod(told.position(), SERVERS));
            try {
                var answer = CLIENT.send(
                        json(server.url() + "/circle/" + told.circle())
                                .header("Ledger-Position", "" + told.position())
                                .build(),
                        BodyHandlers.ofString());
                var isRight = switch (answer.statusCode()) {
                    case 200 -> JSON.readTree(answer.body()).path("version").asInt() >= told.version();
                    case 503 -> true;
                    default -> false;
                };
                if (!isRight) {
                    wrong.add(told + " was read as " + answer.statusCode() + " " + answer.body());
                }
            } catch (IOException killed) {
                // The server died; the next request finds the other, or the new one.
            }
        }
    }

    private static HttpRequest.Builder json(String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json");
    }

    /** The journal of the clients against the log, and the log against all that is made from it. */
    private static void compare(Queue<Entry> journal, String seed) throws Exception {
        var wrong = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
            // What was under way when the writers stopped comes to its end first.
            until("the read model has the log", FaultsIT::isCaughtUp);
            wrong.addAll(LogAudit.faults(connection));
            var recorded = recorded(connection);
            System.out.println("faults.compared=" + journal.size() + " requests, " + recorded.size() + " events");
            for (var entry : journal) {
                var found = recorded.getOrDefault(entry.request(), List.of());
                var isRight = switch (entry.told()) {
                    case Told.Acknowledged told -> found.equals(List.of(told));
                    case Told.Refused _ -> found.isEmpty();
                    case Told.Unknown _ -> found.size() <= 1;
                };
                if (!isRight) {
                    wrong.add(entry + " but the log has " + found);
                }
            }
        }
        assertThat(wrong).as(seed).isEmpty();
        everyWayToReadSaysTheSame(seed);
    }

    /** The events of the log by the request that they came from. */
    private static Map<String, List<Told>> recorded(Connection connection) throws SQLException {
        var found = new HashMap<String, List<Told>>();
        try (var select = connection.createStatement();
                var rows = select.executeQuery("SELECT circle_id, version, position,"
                        + " JSON_VALUE(metadata, '$.correlation_id') FROM circle_events")) {
            while (rows.next()) {
                found.computeIfAbsent(rows.getString(4), _ -> new ArrayList<>())
                        .add(new Told.Acknowledged(rows.getString(1), rows.getInt(2), rows.getLong(3)));
            }
        }
        return found;
    }

    private static boolean isCaughtUp() {
        try (var mariaDb = MariaDb.at(database.jdbcUrl(), database.user(), database.password(), CircleStreams.TABLES);
                var redis = Redis.at(redisUrl())) {
            var head = CircleLog.log(mariaDb).head();
            return redis.reader(CircleStreams.REDIS)
                    .page(GlobalPosition.START, 1)
                    .completeTo()
                    .equals(head);
        }
    }

    /** A replay of the log, snapshot and tail, and the read model. */
    private static void everyWayToReadSaysTheSame(String seed) {
        try (var mariaDb = MariaDb.at(database.jdbcUrl(), database.user(), database.password(), CircleStreams.TABLES);
                var redis = Redis.at(redisUrl())) {
            var log = CircleLog.log(mariaDb);
            var store = CircleLog.store(mariaDb, 5);
            var replayed = new HashMap<StreamId, Fold<Circle, CircleEvent>>();
            var from = 1L;
            for (var page = log.readFrom(new GlobalPosition(from), 1_000);
                    !page.isEmpty();
                    page = log.readFrom(new GlobalPosition(from), 1_000)) {
                for (var entry : page) {
                    var event = (Recorded<CircleEvent>) entry;
                    replayed.put(
                            event.stream(),
                            replayed.getOrDefault(event.stream(), Fold.start(CircleStreams.AGGREGATE, event.stream()))
                                    .then(event.event()));
                }
                from = page.getLast().position().value() + 1;
            }
            var views = redis.reader(CircleStreams.REDIS);
            replayed.forEach((id, fold) -> {
                var loaded = store.load(id).value().orElseThrow();
                assertThat(loaded.version()).as(seed).isEqualTo(fold.version());
                assertThat(loaded.state()).as(seed).isEqualTo(fold.state().orElseThrow());
                assertThat(views.find(id).value()).as(seed).contains(CircleView.of(loaded));
            });
        }
    }

    /** Requests that hold every connection of a server leave none for the others, which are told so. */
    @Test
    void withoutAFreeConnectionRequestsAreRefusedSoonAndLaterGoOn() throws Exception {
        var requests = 40;
        var server = SERVER.get(0).process();
        var url = SERVER.get(0).url();
        var first = server.post("/circle", "{\"circle_name\":\"first\",\"capacity\":3}");
        var history = url + first.headers().firstValue("Location").orElseThrow() + "/events";
        var reads = new ConcurrentLinkedQueue<HttpResponse<String>>();
        var changes = new ConcurrentLinkedQueue<HttpResponse<String>>();
        var failed = new ConcurrentLinkedQueue<IOException>();
        try (var holder = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var lock = holder.createStatement();
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            // Whoever has a connection waits for this table, the others must not wait for them.
            lock.execute("LOCK TABLES circle_events WRITE");
            for (var i = 0; i < requests; i++) {
                var read = json(history).GET().build();
                var change = json(url + "/circle")
                        .header("X-Request-Id", "crowd-" + i)
                        .POST(BodyPublishers.ofString("{\"circle_name\":\"crowd\",\"capacity\":10}"))
                        .build();
                var _ = executor.submit(() -> send(read, reads, failed));
                var _ = executor.submit(() -> send(change, changes, failed));
            }
            until("some reads are refused", () -> reads.size() + failed.size() >= 10);
            until("some changes are refused", () -> changes.size() + failed.size() >= 10);
            assertThat(reads).allSatisfy(answer -> assertRefused(answer, "store-unavailable"));
            assertThat(changes).allSatisfy(answer -> assertRefused(answer, "store-unavailable|server-busy"));
            lock.execute("UNLOCK TABLES");
        }
        assertThat(failed).isEmpty();
        assertThat(reads).hasSize(requests);
        assertThat(changes).hasSize(requests);
        var created = changes.stream().filter(answer -> answer.statusCode() == 201);
        assertThat(recordedOfTheCrowd()).isEqualTo(created.count());
        assertThat(server.post("/circle", "{\"circle_name\":\"after\",\"capacity\":3}")
                        .statusCode())
                .isEqualTo(201);
    }

    private static boolean send(HttpRequest request, Queue<HttpResponse<String>> answers, Queue<IOException> failed)
            throws InterruptedException {
        try {
            return answers.add(CLIENT.send(request, BodyHandlers.ofString()));
        } catch (IOException broken) {
            return failed.add(broken);
        }
    }

    private static void assertRefused(HttpResponse<String> answer, String problem) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).containsPattern("/problems/(" + problem + ")");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    private static long recordedOfTheCrowd() throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
            return recorded(connection).entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith("crowd-"))
                    .mapToLong(entry -> entry.getValue().size())
                    .sum();
        }
    }

    /** It does not wait for the database to its end, and leaves a word: without one it would look broken. */
    @Test
    void aServerThatIsStoppedDuringItsStartEndsSoonAndSaysSo() throws Exception {
        try (var silent = FaultProxy.inFrontOf(database.jdbcUrl())) {
            silent.freeze();
            try (var starting = ServerProcess.launch(
                    directory,
                    Map.of(
                            "DATABASE_URL", silent.through(database.jdbcUrl()),
                            "DATABASE_USER", database.user(),
                            "DATABASE_PASSWORD", database.password(),
                            "REDIS_URL", redisUrl()))) {
                starting.await("it waits", () -> starting.log().contains("waiting for the database"));
                var told = System.nanoTime();
                assertThat(starting.terminate()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(20));
                assertThat(starting.log()).contains("told to stop started=\"false\"");
            }
        }
    }

    @Test
    void whatOneServerAcknowledgedTheOtherReads() {
        var created = SERVER.get(0).process().post("/circle", "{\"circle_name\":\"chess\",\"capacity\":3}");
        var circle = created.headers().firstValue("Location").orElseThrow();
        for (var version = 1; version < 60; version++) {
            var writer = SERVER.get(version % SERVERS).process();
            var reader = SERVER.get((version + 1) % SERVERS).process();
            var written = writer.put(circle, "{\"capacity\":%d,\"version\":%d}".formatted(10 + version, version));
            assertThat(written.statusCode()).as(written.body()).isEqualTo(200);

            var read = reader.send(reader.request(circle).header("Ledger-Position", position(written)));

            assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
            assertThat(JSON.readTree(read.body()).path("version").asInt()).isEqualTo(version + 1);
            assertThat(JSON.readTree(read.body()).path("capacity").asInt()).isEqualTo(10 + version);
        }
    }

    @Test
    void withoutRedisChangesAndSingleReadsGoOn() throws Exception {
        var server = SERVER.get(0).process();
        redisProxy.down();
        try {
            var created = server.post("/circle", "{\"circle_name\":\"no redis\",\"capacity\":7}");
            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
            var circle = created.headers().firstValue("Location").orElseThrow();
            var read = server.send(server.request(circle).header("Ledger-Position", position(created)));
            assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
            assertThat(read.body()).contains("\"no redis\"");
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
            var ready = server.get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            var health = JSON.readTree(ready.body());
            assertThat(health.path("status").asString()).isEqualTo("degraded");
            assertThat(health.path("dependencies").path("redis").asString()).startsWith("down");
            assertThat(health.path("degraded").path("redis").asString()).contains("read from the log");
        } finally {
            redisProxy.heal();
        }
        server.await(
                "it is ready again", () -> server.get("/health/ready").body().contains("\"status\":\"ready\""));
        server.await(
                "the list is complete", () -> server.get("/circle?limit=1000").statusCode() == 200);
    }

    @Test
    void readersOfAnEmptiedReadModelNeverSeeThePast() throws Exception {
        var writer = SERVER.get(0).process();
        var created = writer.post("/circle", "{\"circle_name\":\"flushed\",\"capacity\":3}");
        var path = created.headers().firstValue("Location").orElseThrow();
        var wrong = new ConcurrentLinkedQueue<String>();
        var reads = new AtomicInteger();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = new ArrayList<Future<?>>();
            for (var r = 0; r < 4; r++) {
                var url = SERVER.get(r % SERVERS).url() + path;
                readers.add(executor.submit(() -> readOn(url, wrong, reads)));
            }
            try {
                for (var version = 1; version <= 8; version++) {
                    writer.put(path, "{\"capacity\":%d,\"version\":%d}".formatted(10 + version, version));
                    flushAll();
                    var enough = reads.get() + 10;
                    until("readers go on", () -> reads.get() >= enough);
                }
            } finally {
                readers.forEach(reader -> reader.cancel(true));
            }
        }
        assertThat(wrong).isEmpty();
        writer.await("it is filled again", FaultsIT::isCaughtUp);
    }

    private static void readOn(String url, Queue<String> wrong, AtomicInteger reads) {
        var last = 0;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                var answer = CLIENT.send(json(url).build(), BodyHandlers.ofString());
                JsonNode body = JSON.readTree(answer.body());
                if (answer.statusCode() != 200 || body.path("version").asInt() < last) {
                    wrong.add("after version " + last + ": " + answer.statusCode() + " " + answer.body());
                }
                last = body.path("version").asInt();
                reads.incrementAndGet();
            } catch (IOException broken) {
                wrong.add(broken.toString());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void flushAll() {
        var client = RedisClient.create(redisUrl());
        try {
            client.connect().sync().flushall();
        } finally {
            client.shutdown();
        }
    }

    private static String position(HttpResponse<String> answer) {
        return answer.headers().firstValue("Ledger-Position").orElseThrow();
    }

    private static void until(String what, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
