package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.contract.FilledLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.mariadb.MariaDb;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged server's feed, and listeners that break, stop to read, or are many. */
class FeedIT {

    private static final int EVENTS = 5_000;
    private static final int CUTS = 50;
    private static final int WRITERS = 8;
    private static final int IDLE = 1_000;

    @TempDir
    Path directory;

    private DatabaseAccess database;

    @BeforeEach
    void takeADatabase() {
        database = TestStores.shared().freshDatabase();
    }

    private ServerProcess server() throws Exception {
        return ServerProcess.start(
                directory,
                Map.of(
                        "DATABASE_URL", database.jdbcUrl(),
                        "DATABASE_USER", database.user(),
                        "DATABASE_PASSWORD", database.password(),
                        "REDIS_URL", TestStores.shared().freshRedis().url()));
    }

    @Test
    void aListenerThatIsCutAgainAndAgainHearsEachPositionOnceAndInOrder() throws Exception {
        var seed = System.nanoTime();
        try (var server = server();
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var heard = executor.submit(() -> hearThroughCuts(server.url(), new Random(seed)));
            write(server, executor, EVENTS);

            assertThat(heard.get(120, TimeUnit.SECONDS))
                    .as("seed " + seed)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, EVENTS).boxed().toList());
        }
    }

    /** Cut at any byte, {@value CUTS} times over the whole log, and then to the end. */
    private static List<Long> hearThroughCuts(String url, Random random) throws Exception {
        var heard = new ArrayList<Long>();
        var last = 0L;
        for (var cut = 1; cut <= CUTS; cut++) {
            try (var listener = FeedListener.after(url, "/events", last)) {
                var until = (long) cut * EVENTS / (CUTS + 1);
                while (last < until) {
                    last = listener.next().orElseThrow().id();
                    heard.add(last);
                }
                listener.skip(random.nextInt(300));
                listener.cut();
            }
        }
        try (var listener = FeedListener.after(url, "/events", last)) {
            while (last < EVENTS) {
                last = listener.next().orElseThrow().id();
                heard.add(last);
            }
        }
        return heard;
    }

    private static void write(ServerProcess server, ExecutorService executor, int events) throws Exception {
        var left = new AtomicInteger(events);
        var writers = new ArrayList<Callable<Void>>();
        for (var i = 0; i < WRITERS; i++) {
            writers.add(() -> {
                for (var number = left.getAndDecrement(); number > 0; number = left.getAndDecrement()) {
                    create(server);
                }
                return null;
            });
        }
        for (var writer : executor.invokeAll(writers, 120, TimeUnit.SECONDS)) {
            writer.get();
        }
    }

    private static void create(ServerProcess server) {
        var created = server.post("/circle", "{\"circle_name\":\"chess\",\"capacity\":8}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    }

    @Test
    @Tag("long")
    void listenersThatDoNotReadAreDroppedAndHoldNobodyUp() throws Exception {
        fill(20_000);
        var lazy = new ArrayList<FeedListener>();
        // Together they would be sent twice as much as the server has memory.
        try (var server = server();
                var attentive = FeedListener.after(server.url(), "/events", 20_000)) {
            for (var i = 0; i < 50; i++) {
                lazy.add(FeedListener.thatDoesNotRead(server.url()));
            }
            server.await("all listen", () -> metric(server, "ledger_feed_listeners") == 51);

            var slowest = Duration.ZERO;
            for (var position = 20_001L; metric(server, "ledger_feed_dropped_total") < 50; position++) {
                var before = System.nanoTime();
                create(server);
                assertThat(attentive.next().orElseThrow().id()).isEqualTo(position);
                var took = Duration.ofNanos(System.nanoTime() - before);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
            }

            // Less than the time that a listener has to take what it is sent.
            assertThat(slowest).isLessThan(Duration.ofSeconds(10));
            server.await("the lazy are gone", () -> metric(server, "ledger_feed_listeners") == 1);
            assertThat(server.log()).doesNotContain("OutOfMemory");
        } finally {
            for (var listener : lazy) {
                listener.close();
            }
        }
    }

    private void fill(int events) throws Exception {
        try (var mariaDb = MariaDb.at(database.jdbcUrl(), database.user(), database.password(), CircleStreams.TABLES)) {
            mariaDb.migrate();
            FilledLog.fill(mariaDb.database().dataSource(), events, 1);
        }
    }

    @Test
    void aThousandIdleListenersHearOfAnEventAndAreToldOfTheEnd() throws Exception {
        // The server is closed first: the listeners wait until it ends their streams.
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var server = server()) {
            create(server);
            var heard = new CountDownLatch(IDLE);
            var listeners = new ArrayList<Future<Boolean>>();
            for (var i = 0; i < IDLE; i++) {
                listeners.add(executor.submit(() -> hearOneAndTheEnd(server.url(), heard)));
            }
            server.await("all listen", () -> metric(server, "ledger_feed_listeners") == IDLE);

            create(server);
            assertThat(heard.await(30, TimeUnit.SECONDS))
                    .as(() -> heard.getCount() + " have not heard; gone: " + failures(listeners))
                    .isTrue();
            assertThat(server.get("/circle").statusCode()).isEqualTo(200);

            var before = System.nanoTime();
            assertThat(server.terminate()).isZero();
            // The requests in flight would have had fifteen seconds.
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
            for (var listener : listeners) {
                assertThat(listener.get(10, TimeUnit.SECONDS)).as("a clean end").isTrue();
            }
        }
    }

    private static List<Throwable> failures(List<Future<Boolean>> listeners) {
        return listeners.stream()
                .filter(listener -> listener.state() == Future.State.FAILED)
                .map(Future::exceptionNow)
                .toList();
    }

    private static boolean hearOneAndTheEnd(String url, CountDownLatch heard) throws Exception {
        try (var listener = FeedListener.after(url, "/events", 1)) {
            if (listener.next().orElseThrow().id() == 2) {
                heard.countDown();
            }
            return listener.next().isEmpty();
        }
    }

    private static double metric(ServerProcess server, String name) {
        var line = Pattern.compile("(?m)^" + name + " (\\S+)$")
                .matcher(server.get("/metrics").body());
        assertThat(line.find()).as(name).isTrue();
        return Double.parseDouble(line.group(1));
    }
}
