package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.projection.ProjectionStep.Outcome;
import io.ledger.projection.history.LogObserver;
import io.ledger.redis.PatientRedis;
import io.ledger.redis.Redis;
import io.ledger.stores.RedisAccess;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.DeadlyLog;
import io.ledger.testkit.fault.FaultProxy;
import io.ledger.testkit.fault.ForgetfulStore;
import io.ledger.testkit.fault.HeldStore;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The projection while what it needs breaks; in the end the read model is what the log says. */
class ProjectionFaultsTest {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private FaultProxy proxy;
    private RedisAccess directRedis;
    private MariaDb database;
    private Redis redis;
    private Redis sound;
    private MariaDbEventStore<Circle, CircleEvent> events;
    private MariaDbEventLog<CircleEvent> log;
    private final List<StreamId> ids = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        events = CircleLog.store(database, 5);
        log = CircleLog.log(database);
        directRedis = TestStores.shared().freshRedis();
        proxy = FaultProxy.inFrontOf(directRedis.url());
        sound = PatientRedis.at(directRedis.url());
        redis = Redis.at(proxy.through(directRedis.url()));
        write("chess");
        write("tennis");
    }

    @AfterEach
    void close() {
        proxy.close();
        redis.close();
        sound.close();
        database.close();
    }

    @Test
    void aStopLetsTheStepAtHandEnd() throws Exception {
        var store = new HeldStore<>(sound.store(CircleStreams.REDIS));
        var projector = new Projector(
                ReadModel.shared("redis"),
                CircleStreams.PROJECTION,
                new LogSource<>(log),
                events,
                store,
                new WakeUpChannel(),
                InstantSource.system(),
                LogObserver.UNHEARD,
                LONGEST);
        projector.start();
        store.awaitWriter();

        var stop = Thread.ofPlatform().start(projector::close);
        until("the stop waits", () -> stop.getState() == Thread.State.TIMED_WAITING);
        store.letGo();
        assertThat(stop.join(LONGEST)).isTrue();

        assertThat(store.wasInterrupted()).isFalse();
        assertThat(page()).isEqualTo(living());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStepWhoseRequestOrAnswerIsLostHasItsEffectOnce(boolean arrives) throws Exception {
        var step = new ProjectionStep<>(
                CircleStreams.PROJECTION, log, events, redis.store(CircleStreams.REDIS), InstantSource.system());
        until("the first step", () -> isCaughtUp(step));
        record(events, ids.getFirst(), resized(77));
        var change = "\r\nput\r\n";
        var lost = arrives ? proxy.loseAnswer(change, 1) : proxy.dropRequest(change, 1);

        until("a step after the fault", () -> isCaughtUp(step));

        lost.await();
        assertThat(page()).isEqualTo(living());
    }

    @Test
    void aRedisThatComesBackEmptyIsFilledAgain() throws Exception {
        try (var projector = projector(log, new WakeUpChannel())) {
            until("it is filled", () -> page().equals(living()));
            proxy.down();
            write("go");
            until("the projector notices", () -> projector.failure().isPresent());
            flush();
            proxy.heal();

            until("it is filled again", () -> page().equals(living()));
            until("the failure is over", () -> projector.failure().isEmpty());
        }
    }

    @Test
    void aRedisThatIsSilentFailsReadsSoonAndIsUsedAgain() throws Exception {
        try (var _ = projector(log, new WakeUpChannel())) {
            until("it is filled", () -> page().equals(living()));
            proxy.freeze();
            assertThatThrownBy(() -> redis.reader(CircleStreams.REDIS).find(ids.getFirst()))
                    .isInstanceOf(StoreUnavailableException.class);
            write("go");
            proxy.heal();

            until("it is filled again", () -> page().equals(living()));
        }
    }

    @Test
    void aConnectionToRedisThatIsDeadWithoutAWordIsReplaced() throws Exception {
        var views = redis.reader(CircleStreams.REDIS);
        views.find(ids.getFirst());
        proxy.freezeLinks();

        assertThatThrownBy(() -> views.find(ids.getFirst())).isInstanceOf(StoreUnavailableException.class);

        // The first connection stays as dead as it is: only a new one can answer.
        until("a new connection", () -> {
            try {
                views.find(ids.getFirst());
                return true;
            } catch (StoreUnavailableException notYet) {
                return false;
            }
        });
    }

    /** Publications that are doubled, late, in any order, or missing altogether. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 0})
    void publicationsInAnyOrderAndNumberChangeNothing(long seed) throws Exception {
        var random = new Random(seed);
        try (var projector = projector(log, new WakeUpChannel())) {
            for (var i = 0; i < 60; i++) {
                write("circle " + i);
                record(events, ids.get(random.nextInt(ids.size())), resized(100 + i));
                for (var told = seed == 0 ? 0 : random.nextInt(5); told > 0; told--) {
                    var last = (int) log.head().value();
                    projector.published(recorded(random.nextInt(Math.max(1, last - 5), last + 1)));
                }
            }

            until("seed " + seed, () -> page().equals(living()));
        }
    }

    /** While no step succeeds the log loses its end, and others and this server give its position and the next again. */
    @Test
    void nothingOfALostEndIsTakenForWhatFollows() throws Exception {
        try (var projector = projector(log, new WakeUpChannel())) {
            record(events, newId(), created("lost", 10));
            var end = (int) log.head().value();
            projector.published(recorded(end));
            until(
                    "the event that will be lost is applied",
                    () -> projector.position().value() == end);

            proxy.down();
            until("a step fails", () -> projector.failure().isPresent());
            execute("DELETE FROM circle_events WHERE position = " + end);
            execute("UPDATE log_head SET position = " + (end - 1));
            for (var name : List.of("recorded elsewhere", "recorded here")) {
                ids.add(newId());
                record(events, ids.getLast(), created(name, 10));
            }
            projector.published(recorded(end + 1));
            proxy.heal();

            until("the read model is that of the log", () -> page().equals(living()));
        }
    }

    @Test
    void aReadModelThatDoesNotLastIsFilledMoreAndMoreRarely() throws Exception {
        var forgetful = new ForgetfulStore<>(redis.store(CircleStreams.REDIS));
        try (var projector = new Projector(
                ReadModel.shared("redis"),
                CircleStreams.PROJECTION,
                log,
                events,
                forgetful,
                new WakeUpChannel(),
                InstantSource.system())) {
            projector.start();
            until("it starts over again and again", () -> forgetful.resets().size() >= 6);
            assertThat(projector.trouble()).get().asString().contains("started over", "no valid checkpoint");
            var resets = forgetful.resets();
            // The rests after the fourth and the fifth.
            assertThat(Duration.ofNanos(resets.get(5) - resets.get(3)))
                    .isGreaterThanOrEqualTo(ProjectionLimits.FIRST_BACKOFF.multipliedBy(3));
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private LogPlace recorded(int position) {
        return log.at(new GlobalPosition(position));
    }

    @Test
    void aProjectorThatDiesIsStartedAgainAndMeanwhileNotCalledHealthy() throws Exception {
        var deadly = new DeadlyLog<>(log);
        var watch =
                new ProjectionWatch(ReadModel.shared("redis"), log, redis.store(CircleStreams.REDIS), Circles.CATEGORY);
        try (var projector = projector(deadly, new WakeUpChannel())) {
            until("it is filled", () -> page().equals(living()));
            deadly.setDeadly(true);
            write("go");
            until("it died and was started again, twice", () -> deadly.deaths() >= 3);

            assertThat(projector.failure())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("deadly"));
            until("the watch sees it", () -> watch.lag().stalledFor().compareTo(Duration.ofMillis(300)) > 0);
            assertThat(watch.lag().positions()).isPositive();

            deadly.setDeadly(false);
            until("it goes on", () -> page().equals(living()));
            until("the watch sees that", () -> watch.lag().stalledFor().isZero());
        }
    }

    private Projector projector(EventLog<CircleEvent> from, WakeUpChannel wakeUps) {
        var projector = new Projector(
                ReadModel.shared("redis"),
                CircleStreams.PROJECTION,
                from,
                events,
                redis.store(CircleStreams.REDIS),
                wakeUps,
                InstantSource.system());
        projector.start();
        return projector;
    }

    private static boolean isCaughtUp(ProjectionStep<Circle, CircleEvent, CircleView> step) {
        try {
            return step.run() instanceof Outcome.CaughtUp;
        } catch (StoreUnavailableException redisIsAway) {
            return false;
        }
    }

    private void write(String name) {
        ids.add(newId());
        record(events, ids.getLast(), created(name, 10), resized(11));
        ids.subList(0, Math.min(2, ids.size() - 1)).forEach(id -> record(events, id, resized(20 + ids.size())));
    }

    private List<CircleView> living() {
        return ids.stream()
                .map(id -> CircleView.of(events.load(id).value().orElseThrow()))
                .toList();
    }

    /** The read model as a query sees it, over a connection that nothing happens to. */
    private List<CircleView> page() {
        var page = sound.reader(CircleStreams.REDIS).page(GlobalPosition.START, DocumentReader.MAX_PAGE);
        return page.entries().stream()
                .flatMap(listed -> listed.document().stream())
                .toList();
    }

    private void flush() {
        var client = RedisClient.create(directRedis.url());
        try {
            client.connect().sync().flushdb();
        } finally {
            client.shutdown();
        }
    }

    private static void until(String what, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.onSpinWait();
            Thread.sleep(20);
        }
    }
}
