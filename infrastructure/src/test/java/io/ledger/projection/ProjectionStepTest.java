package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentReader.Listed;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.OtherHistory;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.mariadb.MariaDbSnapshotLog;
import io.ledger.mariadb.MariaDbStreamIndex;
import io.ledger.projection.ProjectionStep.Outcome;
import io.ledger.projection.ProjectionStep.Stride;
import io.ledger.projection.history.LogObserver;
import io.ledger.redis.Redis;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.DyingStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The projection between a real log and a real read model. */
class ProjectionStepTest {

    private static final int ANY_NUMBER = Integer.MAX_VALUE;

    private MariaDb database;
    private Redis redis;
    private MariaDbEventStore<Circle, CircleEvent> events;
    private MariaDbHistories<Circle, CircleEvent> histories;
    private DocumentStore<CircleView> store;
    private DocumentReader<CircleView> views;
    private ProjectionStep<Circle, CircleEvent, CircleView> step;
    private RedisClient client;
    private RedisCommands<String, String> keys;

    @BeforeEach
    void open() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        var url = TestStores.shared().freshRedis().url();
        redis = Redis.at(url);
        client = RedisClient.create(url);
        keys = client.connect().sync();
        events = CircleLog.store(database, 5);
        histories = new MariaDbHistories<>(database.database(), CircleStreams.AGGREGATE);
        store = redis.store(CircleStreams.REDIS);
        views = redis.reader(CircleStreams.REDIS);
        step = new ProjectionStep<>(
                CircleStreams.PROJECTION, CircleLog.log(database), events, store, InstantSource.system());
    }

    @AfterEach
    void close() {
        client.shutdown();
        redis.close();
        database.close();
    }

    @Test
    void eventsBecomeViews() {
        var chess = newId();
        var tennis = newId();
        record(events, chess, created("chess", 10), resized(11));
        record(events, tennis, created("テニス", 20));
        record(events, chess, resized(12));
        catchUp();

        assertThat(page())
                .containsExactly(
                        CircleSamples.view(chess.id(), "chess", 12, 3), CircleSamples.view(tennis.id(), "テニス", 20, 1));

        record(events, tennis, resized(30), new CircleDissolved());
        catchUp();
        assertThat(page()).containsExactly(CircleSamples.view(chess.id(), "chess", 12, 3));
        assertThat(views.find(tennis).completeTo()).isEqualTo(new GlobalPosition(6));
    }

    @Test
    void aStepThatReadsTheLogToItsEndHasCaughtUpUnlessAnotherServerTookIt() {
        var chess = newId();
        record(events, chess, created("chess", 10));
        catchUp();
        record(events, chess, resized(11));
        assertThat(step.run()).isEqualTo(new Outcome.CaughtUp(new GlobalPosition(2)));
        assertThat(page()).containsExactly(CircleSamples.view(chess.id(), "chess", 11, 2));

        record(events, chess, resized(12));
        var other = step(store, ProjectionLimits.STEP);
        assertThat(step.run(_ -> other.run())).isEqualTo(new Outcome.Progressed(new GlobalPosition(2)));
        assertThat(page()).containsExactly(CircleSamples.view(chess.id(), "chess", 12, 3));
    }

    @Test
    void anEmptiedReadModelIsBuiltAnew() {
        var chess = newId();
        record(events, chess, created("chess", 10), resized(11));
        catchUp();
        keys.flushall();
        catchUp();

        assertThat(page()).containsExactly(CircleSamples.view(chess.id(), "chess", 11, 2));
    }

    @Test
    void aReadModelOfAnotherLogIsBuiltAnew() {
        var chess = newId();
        record(events, chess, created("chess", 10));
        store.reset(Optional.empty());
        var foreign = newId();
        var place = new Checkpoint(new GlobalPosition(1), newId().id());
        store.apply(
                Checkpoint.START,
                List.of(new DocumentChange.Put<>(
                        CircleSamples.view(foreign.id(), "foreign", 10, 9), Optional.of(new GlobalPosition(1)))),
                place);
        catchUp();

        assertThat(page()).containsExactly(CircleSamples.view(chess.id(), "chess", 10, 1));
        assertThat(keys.exists("circle:" + foreign)).isZero();
    }

    @Test
    void aReadModelThatIsAheadOfTheLogIsBuiltAnew() throws SQLException {
        var chess = newId();
        record(events, chess, created("chess", 10), resized(11));
        catchUp();
        // As if the database had lost what it had shown, or was restored from an older backup.
        execute("DELETE FROM circle_events WHERE position = 2");
        catchUp();

        assertThat(page()).containsExactly(CircleSamples.view(chess.id(), "chess", 10, 1));
    }

    @Test
    void aLostDocumentComesBackWithTheNextEventOfItsCircle() {
        var chess = newId();
        record(events, chess, created("chess", 10), resized(11));
        catchUp();
        keys.del("circle:" + chess);
        record(events, chess, resized(12));
        catchUp();

        assertThat(page()).containsExactly(CircleSamples.view(chess.id(), "chess", 12, 3));
    }

    @Test
    void aCircleThatCannotBeReadIsParkedAndStopsNoOther() throws SQLException {
        var bad = newId();
        var good = newId();
        record(events, bad, created("bad", 10));
        catchUp();
        record(events, bad, resized(11));
        record(events, good, created("good", 10));
        record(events, bad, resized(12));
        execute("UPDATE circle_events SET payload = '{\"capacity\":1}' WHERE position = 2");
        catchUp();

        assertThat(page()).containsExactly(CircleSamples.view(good.id(), "good", 10, 1));
        assertThat(keys.hget("circles:parked", bad.id()))
                .contains("\"version\":2", "\"position\":2", "The capacity is 1");

        execute("UPDATE circle_events SET payload = '{\"capacity\":11}' WHERE position = 2");
        record(events, bad, resized(13));
        catchUp();
        assertThat(page())
                .containsExactly(
                        CircleSamples.view(bad.id(), "bad", 13, 4), CircleSamples.view(good.id(), "good", 10, 1));
        assertThat(keys.exists("circles:parked")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABCDEF00-0000-0000-0000-000000000000", "two words", "", "50%", "-", "0"})
    void aRowWithAnyTextForAnIdCanBeTheLastOne(String eventId) throws SQLException {
        record(events, newId(), created("chess", 10));
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, payload, occurred_at,"
                + " metadata) VALUES (2, '" + eventId + "', 'nobody', 1, 'Nonsense', '{}', NOW(6), '{}')");
        catchUp();
        catchUp();

        assertThat(views.page(GlobalPosition.START, 10).completeTo()).isEqualTo(new GlobalPosition(2));
        assertThat(keys.hkeys("circles:parked")).containsExactly("nobody");
    }

    @Test
    void aParkedCircleIsRepairedOnceItsHistoryIs() throws SQLException {
        var bad = newId();
        record(events, bad, created("bad", 10), resized(11));
        execute("UPDATE circle_events SET payload = '{\"capacity\":1}' WHERE position = 2");
        catchUp();
        var repair = new Repair<>(CircleStreams.PROJECTION, histories, store);

        assertThat(repair.repair(bad))
                .isEqualTo(new Repair.RepairOutcome.StillCorrupt(2, "The capacity is 1; it must be from 3 to 32767"));
        assertThat(store.parked()).hasSize(1);
        assertThat(repair.repair(newId())).isEqualTo(new Repair.RepairOutcome.NoSuchStream());

        execute("UPDATE circle_events SET payload = '{\"capacity\":11}' WHERE position = 2");
        assertThat(repair.repair(bad)).isEqualTo(new Repair.RepairOutcome.Repaired());
        assertThat(store.parked()).isEmpty();
        assertThat(page()).containsExactly(CircleSamples.view(bad.id(), "bad", 11, 2));
        catchUp();
        assertThat(page()).containsExactly(CircleSamples.view(bad.id(), "bad", 11, 2));
    }

    @Test
    void aDocumentThatClaimsAnyVersionIsRepaired() {
        var id = newId();
        record(events, id, created("chess", 10));
        catchUp();
        keys.set("circle:" + id, keys.get("circle:" + id).replace("\"version\":1}", "\"version\":99}"));

        assertThat(new Repair<>(CircleStreams.PROJECTION, histories, store).repair(id))
                .isEqualTo(new Repair.RepairOutcome.Repaired());
        assertThat(page()).containsExactly(CircleSamples.view(id.id(), "chess", 10, 1));
    }

    @Test
    void theAuditorRepairsWhatDiffersAndNothingElse() {
        var tampered = newId();
        var lost = newId();
        var unlisted = newId();
        var ended = newId();
        var lagging = newId();
        for (var id : List.of(tampered, lost, unlisted, ended, lagging)) {
            record(events, id, created("chess", 10));
        }
        record(events, ended, new CircleDissolved());
        catchUp();
        var whole = page();
        var document = keys.get("circle:" + tampered);
        keys.set("circle:" + tampered, document.replace("chess", "go"));
        keys.del("circle:" + lost);
        keys.set("circle:" + ended, document.replace(tampered.id(), ended.id()));
        keys.zrem("circles:list", unlisted.id());
        record(events, lagging, resized(11));
        try (var auditor = new ReadModelAuditor<>(
                CircleStreams.PROJECTION,
                CircleLog.log(database),
                new MariaDbStreamIndex(
                        database.database(),
                        Circles.CATEGORY,
                        CircleStreams.AGGREGATE.events().types()),
                histories,
                new MariaDbSnapshotLog<>(database.database(), CircleStreams.AGGREGATE),
                store,
                redis.scan(CircleStreams.REDIS),
                new Repair<>(CircleStreams.PROJECTION, histories, store),
                OtherHistory.UNHEARD)) {
            auditor.audit(Set.of(tampered, lost, unlisted, ended, lagging, newId()));

            assertThat(auditor.checked()).isEqualTo(4);
            assertThat(auditor.diverged()).isEqualTo(4);
            assertThat(page()).isEqualTo(whole);
            assertThat(keys.exists("circle:" + ended)).isZero();
            auditor.audit(Set.of(tampered, lost, unlisted, ended));
            assertThat(auditor.diverged()).isEqualTo(4);
        }
    }

    @Test
    void eventsThatNoHistoryAllowsAreParked() throws SQLException {
        var twice = newId();
        record(events, twice, created("twice", 10), resized(11));
        execute("UPDATE circle_events SET event_type = 'CircleCreated', payload ="
                + " '{\"name\":\"again\",\"capacity\":5}' WHERE position = 2");
        var afterTheEnd = newId();
        record(events, afterTheEnd, created("ended", 10), resized(11), resized(12));
        execute("UPDATE circle_events SET event_type = 'CircleDissolved', payload = '{}'" + " WHERE position = 4");
        catchUp();

        assertThat(page()).isEmpty();
        assertThat(keys.hkeys("circles:parked")).containsExactlyInAnyOrder(twice.id(), afterTheEnd.id());
    }

    /**
     * A long step that dies after each of its writes in turn, and is then taken anew: by as long a
     * step, or by short ones that stop in between.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aLongStepThatDiesBetweenItsWritesIsTakenAnewAndComesToTheSame(int written) throws SQLException {
        for (var goOn : List.of(new Stride(3, ANY_NUMBER, 1_000, 3), new Stride(1, ANY_NUMBER, 1, 3))) {
            var ids = new ArrayList<StreamId>();
            for (var i = 0; i < 12; i++) {
                ids.add(newId());
                record(events, ids.getLast(), created("circle " + i, 10));
            }
            catchUp();
            ids.forEach(id -> record(events, id, resized(20)));
            ids.subList(0, 3).forEach(id -> record(events, id, resized(21), new CircleDissolved()));
            for (var i = 0; i < 6; i++) {
                ids.add(newId());
                record(events, ids.getLast(), created("late " + i, 10), resized(30));
            }
            ids.subList(12, 14).forEach(id -> record(events, id, new CircleDissolved()));
            ids.subList(3, 6).forEach(id -> record(events, id, resized(22)));
            var bad = List.of(ids.get(3), ids.get(16), ids.get(17));
            for (var id : bad) {
                execute("UPDATE circle_events SET payload = '{\"capacity\":1}' WHERE version = 2 AND circle_id = '" + id
                        + "'");
            }

            var from = store.checkpoint();
            var dying = step(new DyingStore<>(store, written), new Stride(3, ANY_NUMBER, 1_000, 3));
            assertThatThrownBy(dying::run).isInstanceOf(DyingStore.Died.class);
            assertThat(store.checkpoint()).isEqualTo(from);
            var next = step(store, goOn);
            while (next.run() instanceof Outcome.Progressed) {}

            ids.removeAll(bad);
            assertThat(page()).isEqualTo(living(ids));
            assertThat(keys.keys("circle:*")).hasSize(living(ids).size());
            assertThat(keys.hkeys("circles:parked"))
                    .containsExactlyInAnyOrderElementsOf(
                            bad.stream().map(StreamId::id).toList());
            assertThat(store.reset(store.checkpoint())).isTrue();
            execute("DELETE FROM circle_events");
            execute("DELETE FROM circle_snapshots");
            execute("UPDATE log_head SET position = 0");
        }
    }

    /** Only somebody's hand makes one; long steps reckon with positions that have none. */
    @Test
    void aGapInTheLogHidesNothingBehindIt() throws SQLException {
        var ids = new ArrayList<StreamId>();
        for (var i = 0; i < 40; i++) {
            ids.add(newId());
            record(events, ids.getLast(), created("circle " + i, 10));
        }
        execute("DELETE FROM circle_events WHERE position IN (9, 14, 15, 16, 17, 18, 19, 20, 30)");

        var longStep = step(store, new Stride(3, ANY_NUMBER, 1_000, 3));
        while (longStep.run() instanceof Outcome.Progressed) {}

        assertThat(page()).hasSize(31).isEqualTo(living(ids));
    }

    @Test
    void aLongStepWritesEachCircleOnceWhateverTheLengthOfItsHistory() {
        var ids = new ArrayList<StreamId>();
        for (var i = 0; i < 10; i++) {
            ids.add(newId());
            record(events, ids.getLast(), created("circle " + i, 10));
        }
        catchUp();
        assertThat(store.reset(store.checkpoint())).isTrue();
        for (var i = 0; i < 5; i++) {
            var capacity = 20 + i;
            ids.forEach(id -> record(events, id, resized(capacity)));
        }
        var counting = new DyingStore<>(store, Integer.MAX_VALUE);
        var positions = new ArrayList<GlobalPosition>();

        step(counting, new Stride(7, ANY_NUMBER, 1_000, 4)).run(positions::add);

        assertThat(page()).isEqualTo(living(ids));
        assertThat(counting.written()).isEqualTo(3);
        assertThat(counting.changes()).isEqualTo(10);
        assertThat(positions).contains(new GlobalPosition(8), new GlobalPosition(15), new GlobalPosition(60));
        // It stops to write when enough circles are in memory.
        assertThat(store.reset(store.checkpoint())).isTrue();
        assertThat(step(store, new Stride(4, ANY_NUMBER, 6, 4)).run())
                .isEqualTo(new Outcome.Progressed(new GlobalPosition(9)));
        // Or when it has read enough.
        assertThat(store.reset(store.checkpoint())).isTrue();
        assertThat(step(store, new Stride(4, 17, 1_000, 4)).run())
                .isEqualTo(new Outcome.Progressed(new GlobalPosition(17)));
    }

    private ProjectionStep<Circle, CircleEvent, CircleView> step(DocumentStore<CircleView> views, Stride stride) {
        return new ProjectionStep<>(
                CircleStreams.PROJECTION,
                new LogSource<>(CircleLog.log(database)),
                events,
                views,
                InstantSource.system(),
                stride,
                LogObserver.UNHEARD);
    }

    private List<CircleView> living(List<StreamId> ids) {
        return ids.stream()
                .flatMap(id -> events.load(id).value().stream())
                .filter(circle -> !circle.state().dissolved())
                .map(CircleView::of)
                .toList();
    }

    /** Random histories, losses and rival projectors; in the end the views are the replays. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverHappensTheViewsEndUpAsTheLogSays(long seed) throws Exception {
        var random = new Random(seed);
        var ids = new ArrayList<StreamId>();
        for (var round = 0; round < 6; round++) {
            for (var i = 0; i < 40; i++) {
                write(random, ids);
            }
            switch (random.nextInt(5)) {
                case 0 -> keys.flushall();
                case 1 -> keys.del("circles:checkpoint");
                case 2 -> keys.del("circles:list");
                case 3 -> keys.set("circles:list", "no list");
                default -> {}
            }
            rivals(random.nextInt(1, 4));
        }

        var living = living(ids);
        assertThat(page()).as("seed " + seed).isEqualTo(living);
        assertThat(keys.keys("circle:*")).hasSize(living.size());
    }

    private void write(Random random, List<StreamId> ids) {
        if (ids.isEmpty() || random.nextInt(4) == 0) {
            ids.add(newId());
            record(events, ids.getLast(), created("circle " + ids.size(), 10));
            return;
        }
        var id = ids.get(random.nextInt(ids.size()));
        if (events.load(id).value().filter(it -> it.state().dissolved()).isPresent()) {
            return;
        }
        record(events, id, random.nextInt(10) == 0 ? new CircleDissolved() : resized(random.nextInt(3, 1000)));
    }

    /** Several projectors on one read model at once, as with several servers. */
    private void rivals(int count) throws Exception {
        var start = new CyclicBarrier(count);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (var i = 0; i < count; i++) {
                running.add(executor.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    catchUp();
                    return null;
                }));
            }
            for (var rival : running) {
                rival.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private void catchUp() {
        catchUp(step);
    }

    private static void catchUp(ProjectionStep<Circle, CircleEvent, CircleView> step) {
        while (step.run() instanceof Outcome.Progressed) {}
    }

    private List<CircleView> page() {
        var page = views.page(GlobalPosition.START, DocumentReader.MAX_PAGE);
        return page.entries().stream()
                .map(Listed::document)
                .map(Optional::orElseThrow)
                .toList();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
