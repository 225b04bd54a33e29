package io.circleledger.main;

import static io.circleledger.main.KillableLedger.SERVERS;
import static io.circleledger.main.KillableLedger.json;
import static io.circleledger.main.KillableLedger.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.testkit.fault.FaultProxy;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final int WRITERS = 8;

    /** A read that a slow machine keeps from its stores is refused too, but not before it has waited for them. */
    private static final Duration STORE_WAIT = Duration.ofSeconds(1);

    @TempDir
    static Path directory;

    private static KillableLedger ledger;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();

    private enum Fault {
        SERVER,
        MARIADB,
        REDIS
    }

    @BeforeAll
    static void start() throws IOException {
        ledger = KillableLedger.start(directory);
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    @Test
    void whatClientsWereToldIsWhatTheLogSaysWhateverDied() throws Exception {
        var seed = Long.getLong("faults.seed", System.nanoTime());
        var seconds = Integer.getInteger("faults.seconds", 0);
        System.out.println("faults.seed=" + seed);
        var random = new Random(seed);
        var journal = new ClientJournal(ledger);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = new ArrayList<Future<?>>();
            for (var w = 0; w < WRITERS; w++) {
                var writer = new JournalWriter("s" + seed + "-w" + w, random.nextLong(), ledger, journal);
                writers.add(executor.submit(writer));
            }
            try {
                var end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
                do {
                    breakEverythingOnce(random, journal);
                } while (System.nanoTime() - end < 0);
                journal.acknowledgedMore(20);
            } finally {
                writers.forEach(writer -> writer.cancel(true));
            }
        }
        journal.compare("seed " + seed);
    }

    private static void breakEverythingOnce(Random random, ClientJournal journal) throws Exception {
        var faults = new ArrayList<>(List.of(Fault.SERVER, Fault.SERVER, Fault.MARIADB, Fault.REDIS));
        Collections.shuffle(faults, random);
        for (var fault : faults) {
            journal.acknowledgedMore(random.nextInt(5, 40));
            switch (fault) {
                case SERVER -> ledger.killServer(random.nextInt(SERVERS));
                case MARIADB -> ledger.killMariaDb();
                case REDIS -> ledger.killRedis();
            }
        }
    }

    /** Requests that hold every connection of a server leave none for the others, which are told so. */
    @Test
    void withoutAFreeConnectionRequestsAreRefusedSoonAndLaterGoOn() throws Exception {
        var requests = 40;
        var server = ledger.server(0);
        var url = ledger.url(0);
        var first = server.post("/circle", "{\"circle_name\":\"first\",\"capacity\":3}");
        var history = url + first.headers().firstValue("Location").orElseThrow() + "/events";
        var reads = new ConcurrentLinkedQueue<HttpResponse<String>>();
        var changes = new ConcurrentLinkedQueue<HttpResponse<String>>();
        var failed = new ConcurrentLinkedQueue<IOException>();
        try (var holder = ledger.connection();
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
            assertThat(changes).allSatisfy(answer -> {
                if (!isOutcomeUnknown(answer)) {
                    assertRefused(answer, "store-unavailable|server-busy");
                }
            });
            lock.execute("UNLOCK TABLES");
        }
        assertThat(failed).isEmpty();
        assertThat(reads).hasSize(requests);
        assertThat(changes).hasSize(requests);
        var created =
                changes.stream().filter(answer -> answer.statusCode() == 201).count();
        var unknown = changes.stream().filter(FaultsIT::isOutcomeUnknown).count();
        assertThat(recordedOfTheCrowd()).isBetween(created, created + unknown);
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

    /** So is a change that had a connection told when the table stays locked for long. */
    private static boolean isOutcomeUnknown(HttpResponse<String> answer) {
        return answer.statusCode() == 503 && answer.body().contains("/problems/outcome-unknown");
    }

    private static void assertRefused(HttpResponse<String> answer, String problem) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).containsPattern("/problems/(" + problem + ")");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    private static long recordedOfTheCrowd() throws SQLException {
        try (var connection = ledger.connection()) {
            return ClientJournal.recorded(connection).entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith("crowd-"))
                    .mapToLong(entry -> entry.getValue().size())
                    .sum();
        }
    }

    /** It does not wait for the database to its end, and leaves a word: without one it would look broken. */
    @Test
    void aServerThatIsStoppedDuringItsStartEndsSoonAndSaysSo() throws Exception {
        try (var silent = FaultProxy.inFrontOf(ledger.database().jdbcUrl())) {
            silent.freeze();
            var environment =
                    ledger.environment(silent.through(ledger.database().jdbcUrl()), ledger.redisUrl());
            try (var starting = ServerProcess.launch(directory, environment)) {
                starting.await("it waits", () -> starting.log().contains("waiting for the database"));
                var told = System.nanoTime();
                assertThat(starting.terminate()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(40));
                assertThat(starting.log()).contains("told to stop started=\"false\"");
            }
        }
    }

    @Test
    void whatOneServerAcknowledgedTheOtherReads() {
        var created = ledger.server(0).post("/circle", "{\"circle_name\":\"chess\",\"capacity\":3}");
        var circle = created.headers().firstValue("Location").orElseThrow();
        for (var version = 1; version < 60; version++) {
            var writer = ledger.server(version);
            var reader = ledger.server(version + 1);
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
        var server = ledger.server(0);
        ledger.redisProxy().down();
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
            ledger.redisProxy().heal();
        }
        server.await(
                "it is ready again", () -> server.get("/health/ready").body().contains("\"status\":\"ready\""));
        server.await(
                "the list is complete", () -> server.get("/circle?limit=1000").statusCode() == 200);
    }

    @Test
    void readersOfAnEmptiedReadModelNeverSeeThePast() throws Exception {
        var writer = ledger.server(0);
        var created = writer.post("/circle", "{\"circle_name\":\"flushed\",\"capacity\":3}");
        var path = created.headers().firstValue("Location").orElseThrow();
        var wrong = new ConcurrentLinkedQueue<String>();
        var reads = new AtomicInteger();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = new ArrayList<Future<?>>();
            for (var r = 0; r < 4; r++) {
                var url = ledger.url(r) + path;
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
        writer.await("it is filled again", ledger::isCaughtUp);
    }

    private static void readOn(String url, Queue<String> wrong, AtomicInteger reads) {
        var last = 0;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                var asked = System.nanoTime();
                var answer = CLIENT.send(json(url).build(), BodyHandlers.ofString());
                if (answer.statusCode() == 503 && System.nanoTime() - asked > STORE_WAIT.toNanos()) {
                    continue;
                }
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
        var client = RedisClient.create(ledger.redisUrl());
        try {
            client.connect().sync().flushall();
        } finally {
            client.shutdown();
        }
    }

    private static String position(HttpResponse<String> answer) {
        return answer.headers().firstValue("Ledger-Position").orElseThrow();
    }
}
