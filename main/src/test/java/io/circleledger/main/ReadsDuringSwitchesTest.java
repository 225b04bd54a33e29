package io.circleledger.main;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.contract.FilledLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.circleledger.query.CircleQueries;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.Projection;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.read.DocumentQueries;
import io.ledger.core.read.Floor;
import io.ledger.core.read.Freshness;
import io.ledger.core.read.ReadOwnWrites;
import io.ledger.core.read.StreamAnswer;
import io.ledger.core.stream.RecentStates;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.projection.Projector;
import io.ledger.projection.ReadModel;
import io.ledger.projection.ReadModelRebuild;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import io.ledger.projection.WakeUpChannel;
import io.ledger.redis.PatientRedis;
import io.ledger.stores.TestStores;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Queries as a server answers them, while read models change places and writes go on.
 *
 * <p>How many circles and switches: {@code -Dswitches.circles} and {@code -Dswitches.rounds}. With
 * many circles it shows how long the longest switch and the longest answer took.
 */
class ReadsDuringSwitchesTest {

    private static final int CIRCLES = Integer.getInteger("switches.circles", 100);
    private static final int ROUNDS = Integer.getInteger("switches.rounds", 6);
    private static final int CHANGED = 5;
    private static final Duration PAGE_WAIT = Duration.ofSeconds(20);

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();

    @Test
    void nothingIsMissingOrOlderThanItWas() throws Exception {
        var access = TestStores.shared().freshDatabase();
        var url = TestStores.shared().freshRedis().url();
        try (var database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
                var redis = PatientRedis.at(url)) {
            database.migrate();
            var events = CircleLog.store(database, 5);
            var log = CircleLog.log(database);
            var ids = FilledLog.fill(database.database().dataSource(), CIRCLES, 1);
            var rebuild = new ReadModelRebuild<>(
                    CircleStreams.PROJECTION,
                    log,
                    events,
                    redis.readModels(CircleStreams.REDIS),
                    InstantSource.system(),
                    (work, done, total) -> {});
            assertThat(rebuild.rebuild(0)).isInstanceOf(RebuildOutcome.Switched.class);
            try (var near = redis.nearDocuments(CircleStreams.REDIS);
                    var projector = new Projector(
                            ReadModel.shared("redis"),
                            CircleStreams.PROJECTION,
                            log,
                            events,
                            redis.store(CircleStreams.REDIS),
                            new WakeUpChannel(),
                            InstantSource.system())) {
                near.start();
                projector.start();
                var freshness = new Freshness(new Floor(log.head()), PAGE_WAIT, log::head, OtherHistory.UNHEARD);
                var queries = new CircleQueries(new DocumentQueries<>(
                        new ReadOwnWrites<>(near, RecentStates.none(), CircleStreams.PROJECTION, freshness),
                        events,
                        CircleStreams.PROJECTION,
                        freshness,
                        Projection.NONE));
                var slow = new SlowCommands(url);
                during(events, queries, ids, rebuild);
                System.out.println("longest command of Redis: " + slow.longest());
            }
        }
    }

    private void during(
            MariaDbEventStore<Circle, CircleEvent> events,
            CircleQueries queries,
            List<StreamId> ids,
            ReadModelRebuild<Circle, CircleEvent, CircleView> rebuild)
            throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Future<?>>();
            tasks.add(executor.submit(() -> write(events, ids)));
            for (var reader = 0; reader < 2; reader++) {
                tasks.add(executor.submit(() -> read(queries, ids)));
            }
            try {
                awaitProgress(tasks);
                // The first answers waited for the projection to start.
                longestNanos.set(0);
                for (var round = 0; round < ROUNDS; round++) {
                    awaitProgress(tasks);
                    assertThat(rebuild.rebuild(0)).isInstanceOf(RebuildOutcome.Switched.class);
                    awaitProgress(tasks);
                    assertThat(rebuild.undo()).isInstanceOf(RebuildOutcome.Switched.class);
                }
                awaitProgress(tasks);
            } finally {
                stop.set(true);
            }
            for (var task : tasks) {
                task.get(60, TimeUnit.SECONDS);
            }
        }
        System.out.printf(
                "%d circles, %d switches: %d reads, %d writes, longest read %.1f ms%n",
                CIRCLES, 2 * ROUNDS, read.get(), written.get(), longestNanos.get() / 1e6);
    }

    private void write(MariaDbEventStore<Circle, CircleEvent> events, List<StreamId> ids) {
        for (var i = 0; !stop.get(); i++) {
            record(events, ids.get(i % CHANGED), resized(100 + i % 1000));
            if (i % CHANGED == 0) {
                record(events, newId(), created("passing", 5), new CircleDissolved());
            }
            written.incrementAndGet();
        }
    }

    private void read(CircleQueries queries, List<StreamId> ids) {
        var versions = new int[CHANGED];
        var seen = GlobalPosition.START;
        while (!stop.get()) {
            for (var i = 0; i < CHANGED; i++) {
                var started = System.nanoTime();
                var answer = queries.find(ids.get(i), GlobalPosition.START);
                longestNanos.accumulateAndGet(System.nanoTime() - started, Math::max);
                assertThat(answer).isInstanceOf(StreamAnswer.Visible.class);
                var version =
                        ((StreamAnswer.Visible<CircleView>) answer).document().version();
                assertThat(version).isGreaterThanOrEqualTo(versions[i]);
                versions[i] = version;
            }
            var started = System.nanoTime();
            var page = queries.list(GlobalPosition.START, DocumentReader.MAX_PAGE, GlobalPosition.START);
            longestNanos.accumulateAndGet(System.nanoTime() - started, Math::max);
            assertThat(page.completeTo()).isGreaterThanOrEqualTo(seen);
            seen = page.completeTo();
            var listed = page.documents().stream().collect(Collectors.toMap(CircleView::id, CircleView::version));
            var lived = ids.subList(0, Math.min(ids.size(), DocumentReader.MAX_PAGE)).stream()
                    .map(StreamId::id)
                    .toList();
            assertThat(listed).containsKeys(lived.toArray(String[]::new));
            for (var i = 0; i < CHANGED; i++) {
                assertThat(listed.get(ids.get(i).id())).isGreaterThanOrEqualTo(versions[i]);
                versions[i] = listed.get(ids.get(i).id());
            }
            read.incrementAndGet();
        }
    }

    /** Waits until writers and readers have got on, so that they and the switches overlap. */
    private void awaitProgress(List<Future<?>> tasks) throws Exception {
        var writtenBefore = written.get();
        var readBefore = read.get();
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (written.get() == writtenBefore || read.get() == readBefore) {
            for (var task : tasks) {
                if (task.isDone()) {
                    // What it fell over says more than that the others wait for it.
                    task.get();
                }
            }
            assertThat(System.nanoTime())
                    .as("60 s without progress: written %d, read %d", written.get(), read.get())
                    .isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }

    /** What kept Redis from answering others for long. */
    private static final class SlowCommands {

        private static final int TOLD = 1_000;

        private final RedisClient client;
        private final RedisCommands<String, String> commands;

        SlowCommands(String url) {
            client = RedisClient.create(url);
            commands = client.connect().sync();
            commands.configSet("slowlog-log-slower-than", "1000");
            commands.configSet("slowlog-max-len", String.valueOf(TOLD));
            commands.slowlogReset();
        }

        /** The longest one with its beginning. */
        String longest() {
            try {
                return commands.slowlogGet(TOLD).stream()
                        .map(entry -> (List<?>) entry)
                        .max(Comparator.comparing(entry -> (Long) entry.get(2)))
                        .map(entry -> "%.1f ms, %s"
                                .formatted(
                                        (Long) entry.get(2) / 1e3,
                                        ((List<?>) entry.get(3))
                                                .stream().limit(6).toList()))
                        .orElse("less than 1 ms");
            } finally {
                client.shutdown();
            }
        }
    }
}
