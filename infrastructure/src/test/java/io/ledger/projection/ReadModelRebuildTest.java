package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.redis.Redis;
import io.circleledger.infrastructure.stored.CircleEvents;
import io.ledger.core.document.DocumentDifference;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ReadModels;
import io.ledger.core.document.ReadModels.Slot;
import io.ledger.core.document.ReadModels.Switch;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.StreamId;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.projection.ReadModelRebuild.Changes;
import io.ledger.projection.ReadModelRebuild.Outcome;
import io.ledger.projection.check.Progress;
import io.ledger.stores.TestStores;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rebuild beside projections, writers and readers, on real stores. */
class ReadModelRebuildTest {

    private static final Progress SILENT = (work, done, total) -> {};

    private MariaDb database;
    private Redis redis;
    private MariaDbEventStore events;
    private MariaDbEventLog log;
    private DocumentReader views;
    private ProjectionStep step;
    private RedisClient client;
    private RedisCommands<String, String> keys;
    private RedisCommands<String, String> rebuilt;
    private RedisCommands<String, String> previous;
    private int number;
    private String url;

    @BeforeEach
    void open() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password());
        database.migrate();
        url = TestStores.shared().freshRedis().url();
        redis = Redis.at(url);
        client = RedisClient.create(url);
        keys = client.connect().sync();
        number = RedisURI.create(url).getDatabase();
        rebuilt = database(number + 1);
        previous = database(number + 2);
        events = new MariaDbEventStore(database.dataSource(), CircleEvents.current(), 5);
        log = new MariaDbEventLog(database.dataSource(), CircleEvents.current());
        views = redis.circleViews();
        step = step(redis.circleViewStore());
    }

    @AfterEach
    void close() {
        client.shutdown();
        redis.close();
        database.close();
    }

    @Test
    void aModelThatIsInOrderIsReplacedByAnEqualOne() throws Exception {
        var ids = circles(30);
        record(events, ids.getFirst(), new CircleDissolved());
        catchUp();
        var before = snapshotOfKeys();

        var outcome = (Outcome.Switched) rebuild(SILENT, 0);

        assertThat(outcome.at()).isEqualTo(log.head());
        assertThat(outcome.changes().orElseThrow().count()).isZero();
        assertThat(snapshotOfKeys()).isEqualTo(before);
        onlyTheMarkIsLeftInRebuilt();
        assertThat(previous.keys("circle:*")).hasSize(29);
        assertThat(previous.get("circles:beside")).isEqualTo(String.valueOf(number));
        assertThat(keys.keys("circles:*"))
                .containsExactlyInAnyOrder("circles:list", "circles:checkpoint", "circles:generation");
        record(events, ids.getLast(), resized(77));
        catchUp();
        assertThat(views.find(ids.getLast()).view().orElseThrow().capacity()).isEqualTo(77);
    }

    @Test
    void whatWasTamperedWithIsToldAndPutRight() throws Exception {
        var ids = circles(30);
        catchUp();
        var changed = ids.get(3);
        var lost = ids.get(4);
        var moved = ids.get(5);
        var surplus = newId();
        var unreadable = ids.get(6);
        setCapacity(changed, 999);
        keys.del("circle:" + lost);
        keys.zadd("circles:list", 1000.5, moved.id());
        keys.set(
                "circle:" + surplus,
                keys.get("circle:" + ids.get(7)).replace(ids.get(7).id(), surplus.id()));
        keys.set("circle:" + unreadable, "nonsense\n");
        keys.hset("circles:parked", ids.get(8).id(), "{}");

        var outcome = (Outcome.Switched) rebuild(SILENT, 100);

        var changes = outcome.changes().orElseThrow();
        assertThat(told(changes, changed)).containsExactly("capacity: 999 → 10");
        assertThat(told(changes, lost)).containsExactly("document: none → \"circle 4\", capacity 10, version 1");
        assertThat(told(changes, moved)).containsExactly("list place: 1000.5 → 6");
        assertThat(told(changes, surplus)).containsExactly("document: \"circle 7\", capacity 10, version 1 → none");
        assertThat(told(changes, unreadable))
                .containsExactly("document: unreadable \"nonsense?\" → \"circle 6\", capacity 10, version 1");
        assertThat(told(changes, ids.get(8))).containsExactly("parked: yes → no");
        assertThat(changes.found().differences()).hasSize(6);
        assertThat(changes.found().open()).isEmpty();
        assertThat(page()).isEqualTo(truth(ids));
        assertThat(keys.keys("circle:*")).hasSize(30);
    }

    @Test
    void tooManyChangesAreRefusedAndNothingIsChanged() throws Exception {
        var ids = circles(10);
        catchUp();
        setCapacity(ids.get(0), 999);
        setCapacity(ids.get(1), 999);
        var before = snapshotOfKeys();

        var outcome = (Outcome.Refused) rebuild(SILENT, 10);

        assertThat(outcome.changes().sharePercent()).isEqualTo(20.0);
        assertThat(snapshotOfKeys()).isEqualTo(before);
        onlyTheMarkIsLeftInRebuilt();
        assertThat(rebuild(SILENT, 20)).isInstanceOf(Outcome.Switched.class);
        assertThat(page()).isEqualTo(truth(ids));
    }

    @Test
    void aModelThatNobodyBelievesIsReplacedWithoutAsking() throws Exception {
        var ids = circles(5);
        assertThat(rebuild(SILENT, 0)).isInstanceOf(Outcome.Switched.class);
        assertThat(page()).isEqualTo(truth(ids));

        keys.del("circles:list");
        assertThat(rebuild(SILENT, 0)).isInstanceOf(Outcome.Switched.class);
        assertThat(page()).isEqualTo(truth(ids));
    }

    @Test
    void anEmptyLedgerCanBeRebuilt() throws Exception {
        assertThat(rebuild(SILENT, 0)).isInstanceOf(Outcome.Switched.class);
        var first = circles(1);
        catchUp();
        assertThat(page()).isEqualTo(truth(first));
    }

    @Test
    void aRebuildCanBeTakenBackAndForthWithoutLosingAnything() throws Exception {
        assertThat(undo()).isInstanceOf(Outcome.NoPrevious.class);
        var ids = circles(20);
        catchUp();
        setCapacity(ids.get(2), 999);
        rebuild(SILENT, 100);
        record(events, ids.get(1), resized(50));
        var late = circles(1).getFirst();
        catchUp();

        assertThat(undo()).isInstanceOf(Outcome.Switched.class);

        assertThat(views.find(ids.get(2)).view().orElseThrow().capacity()).isEqualTo(999);
        assertThat(views.find(ids.get(1)).view().orElseThrow().capacity()).isEqualTo(50);
        assertThat(views.find(late).view()).isPresent();
        assertThat(views.page(GlobalPosition.START, 1).completeTo()).isEqualTo(log.head());

        assertThat(undo()).isInstanceOf(Outcome.Switched.class);
        ids.add(late);
        assertThat(page()).isEqualTo(truth(ids));
        onlyTheMarkIsLeftInRebuilt();
    }

    @Test
    void whatAKilledRebuildLeftIsClearedAway() throws Exception {
        var ids = circles(10);
        catchUp();
        // As after a kill: half a model with a wrong circle in it, and no claim any more.
        var models = redis.readModels();
        assertThat(models.obstacle()).isEmpty();
        step(models.store(Slot.REBUILT)).take();
        step(models.store(Slot.REBUILT)).take();
        rebuilt.set("circle:" + newId(), "left over");
        rebuilt.set("circle:" + ids.getFirst(), "left over");
        assertThat(page()).isEqualTo(truth(ids));

        assertThat(rebuild(SILENT, 0)).isInstanceOf(Outcome.Switched.class);
        assertThat(page()).isEqualTo(truth(ids));
        assertThat(keys.keys("circle:*")).hasSize(10);
        onlyTheMarkIsLeftInRebuilt();
    }

    @Test
    void ofTwoRebuildsAtOnceTheSecondIsTurnedAway() throws Exception {
        circles(10);
        catchUp();
        var second = new ArrayList<Outcome>();

        var first = rebuild(
                (work, done, total) -> {
                    if (second.isEmpty()) {
                        second.add(unchecked(() -> rebuild(SILENT, 0)));
                        second.add(unchecked(this::undo));
                    }
                },
                0);

        assertThat(second).containsOnly(new Outcome.Busy());
        assertThat(first).isInstanceOf(Outcome.Switched.class);
        assertThat(keys.exists("circles:claim")).isZero();
    }

    @Test
    void aRebuildThatLostItsClaimChangesNothing() throws Exception {
        circles(10);
        catchUp();
        var before = snapshotOfKeys();

        var outcome = rebuild((work, done, total) -> keys.set("circles:claim", "another"), 0);

        assertThat(outcome).isEqualTo(new Outcome.Busy());
        assertThat(snapshotOfKeys()).isEqualTo(before);
        assertThat(rebuilt.exists("circles:checkpoint"))
                .as("what the other one builds is left alone")
                .isOne();
        assertThat(keys.get("circles:claim")).isEqualTo("another");
    }

    @Test
    void aClaimThatRanOutStopsADropAndASwitch() {
        circles(3);
        var models = redis.readModels();
        assertThat(models.obstacle()).isEmpty();
        assertThat(models.claim()).isTrue();
        while (step(models.store(Slot.REBUILT)).take() instanceof ProjectionStep.Outcome.Progressed) {}
        keys.del("circles:claim");

        assertThat(models.renewClaim()).isFalse();
        assertThat(models.drop(Slot.REBUILT)).isFalse();
        assertThat(models.makeLive(Slot.REBUILT)).isEqualTo(Switch.CLAIM_LOST);
        assertThat(rebuilt.keys("circle:*")).hasSize(3);
        assertThat(keys.dbsize()).isZero();
    }

    @Test
    void aLiveDatabaseWithKeysOfOthersIsLeftAlone() throws Exception {
        circles(3);
        catchUp();
        rebuild(SILENT, 0);
        keys.set("sessions:mika", "theirs");
        var before = snapshotOfKeys();

        for (var outcome : List.of(rebuild(SILENT, 100), undo())) {
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Prevented.class,
                            prevented -> assertThat(prevented.reason())
                                    .contains("database " + number + " ", "\"sessions:mika\"", "for itself"));
        }
        assertThat(snapshotOfKeys()).isEqualTo(before);
        assertThat(keys.get("sessions:mika")).isEqualTo("theirs");
    }

    @Test
    void aDatabaseBesideThatIsNotMarkedAsOursIsLeftAlone() throws Exception {
        circles(3);
        catchUp();
        for (var other : List.of(rebuilt, previous)) {
            other.set("circles:checkpoint", "that of another ledger");
            var where = "database " + (other.equals(rebuilt) ? number + 1 : number + 2) + " ";

            for (var outcome : List.of(rebuild(SILENT, 100), undo())) {
                assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Outcome.Prevented.class,
                                prevented -> assertThat(prevented.reason()).contains(where, "not marked"));
            }
            assertThat(other.keys("*")).containsExactly("circles:checkpoint");
            other.del("circles:checkpoint");
            assertThat(rebuilt.dbsize() + previous.dbsize()).isZero();
        }
        assertThat(rebuild(SILENT, 0)).isInstanceOf(Outcome.Switched.class);
    }

    @Test
    void aKeyOfOthersInADatabaseBesideIsNeitherMovedNorRemoved() throws Exception {
        circles(3);
        catchUp();
        rebuild(SILENT, 0);
        previous.set("theirs", "1");
        assertThat(undo()).isInstanceOf(Outcome.Prevented.class);
        previous.del("theirs");
        rebuilt.set("theirs", "1");
        assertThat(rebuild(SILENT, 0)).isInstanceOf(Outcome.Prevented.class);

        assertThat(rebuilt.get("theirs")).isEqualTo("1");
    }

    @Test
    void somebodyElseWhoMovesInDuringARebuildIsLeftAlone() throws Exception {
        circles(3);
        catchUp();
        var before = snapshotOfKeys();

        var outcome = rebuild(
                (work, done, total) -> {
                    previous.flushdb();
                    previous.set("circle:x", "that of another ledger");
                },
                0);

        assertThat(outcome).isInstanceOf(Outcome.Prevented.class);
        assertThat(snapshotOfKeys()).isEqualTo(before);
        assertThat(previous.keys("*")).containsExactly("circle:x");
    }

    @Test
    void theDatabaseBesideAnotherLedgerIsNoPlaceForOne() throws Exception {
        circles(3);
        catchUp();
        rebuild(SILENT, 0);

        try (var misplaced = Redis.at(TestStores.shared().database(number + 1).url())) {
            assertThat(misplaced.readModels().obstacle())
                    .hasValueSatisfying(
                            reason -> assertThat(reason).contains("beside database " + number + " by another ledger"));
        }
    }

    @Test
    void databasesThatRedisDoesNotHaveAreTold() {
        try (var last = Redis.at(TestStores.shared().database(15).url())) {
            assertThat(last.readModels().obstacle())
                    .hasValueSatisfying(
                            reason -> assertThat(reason).contains("database 16 ", "out of range", "REDIS_URL"));
        }
    }

    @Test
    void aUserWhoMayNotExchangeDatabasesIsTold() {
        keys.aclSetuser(
                "limited",
                AclSetuserArgs.Builder.on()
                        .addPassword("secret")
                        .allKeys()
                        .allCommands()
                        .removeCommand(CommandType.SWAPDB));
        try (var limited = Redis.at(url.replaceFirst("//.*@", "//limited:secret@"))) {
            assertThat(limited.readModels().obstacle())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("allow SWAPDB"));
            assertThat(rebuilt.dbsize()).isZero();
        } finally {
            keys.aclDeluser("limited");
        }
    }

    /** The step read a wrong view before the switch; what it made of it must not reach the new model. */
    @Test
    void aStepWorkedOutFromTheOldModelIsNotAppliedToTheNewOne() throws Exception {
        var ids = circles(3);
        catchUp();
        var wrong = ids.getFirst();
        setCapacity(wrong, 999);
        var live = redis.circleViewStore();
        var from = live.checkpoint().orElseThrow();
        rebuild(SILENT, 100);

        assertThat(live.checkpoint().orElseThrow().position()).isEqualTo(from.position());
        assertThat(live.apply(from, List.of(), from)).isFalse();
        assertThat(live.reset(Optional.of(from))).isFalse();
        record(events, wrong, resized(11));
        catchUp();
        assertThat(page()).isEqualTo(truth(ids));
    }

    @Test
    void aModelThatIsBehindOrBrokenIsNotMadeLive() throws Exception {
        circles(3);
        var models = redis.readModels();
        assertThat(models.obstacle()).isEmpty();
        assertThat(models.makeLive(Slot.REBUILT)).isEqualTo(Switch.CLAIM_LOST);
        assertThat(models.claim()).isTrue();
        assertThat(models.makeLive(Slot.REBUILT)).isEqualTo(Switch.UNUSABLE);
        step(models.store(Slot.REBUILT)).take();
        catchUp();
        assertThat(models.makeLive(Slot.REBUILT)).isEqualTo(Switch.BEHIND);
        assertThat(page()).hasSize(3);
    }

    /**
     * A writer, rival projections and readers go on while the model is replaced and taken back again
     * and again. No reader ever finds less than it has found before.
     */
    @Test
    void readersNeverMissOrLoseAnythingWhileModelsAreReplaced() throws Exception {
        var ids = circles(200);
        catchUp();
        var stop = new AtomicBoolean();
        var written = new AtomicInteger();
        var read = new AtomicInteger();
        var running = new CountDownLatch(4);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Future<?>>();
            tasks.add(executor.submit(() -> {
                running.countDown();
                for (var i = 0; !stop.get(); i++) {
                    record(events, ids.get(i % 5), resized(100 + i % 1000));
                    written.incrementAndGet();
                }
            }));
            tasks.add(executor.submit(() -> {
                running.countDown();
                while (!stop.get()) {
                    step.take();
                }
            }));
            for (var reader = 0; reader < 2; reader++) {
                tasks.add(executor.submit(() -> {
                    running.countDown();
                    readUntil(stop, ids, read);
                    return null;
                }));
            }
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            try {
                for (var round = 0; round < 4; round++) {
                    var writtenBefore = written.get();
                    var readBefore = read.get();
                    var outcome =
                            (Outcome.Switched) rebuild((work, done, total) -> progressOf(tasks, written, read), 0);
                    assertThat(outcome.changes().orElseThrow().count()).isZero();
                    assertThat(undo()).isInstanceOf(Outcome.Switched.class);
                    assertThat(written.get()).isGreaterThan(writtenBefore);
                    assertThat(read.get()).isGreaterThan(readBefore);
                }
            } finally {
                stop.set(true);
            }
            for (var task : tasks) {
                task.get(30, TimeUnit.SECONDS);
            }
        }
        catchUp();
        assertThat(page()).isEqualTo(truth(ids));
    }

    /** Lets the work go on only when others have got on too, so that they truly overlap. */
    private static void progressOf(List<Future<?>> tasks, AtomicInteger written, AtomicInteger read) {
        var writtenBefore = written.get();
        var readBefore = read.get();
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (written.get() == writtenBefore || read.get() == readBefore) {
            for (var task : tasks) {
                if (task.isDone()) {
                    // What it fell over says more than that the others wait for it.
                    unchecked(task::get);
                }
            }
            assertThat(System.nanoTime())
                    .as(
                            "after 60 s: written %d and %d, read %d and %d",
                            writtenBefore, written.get(), readBefore, read.get())
                    .isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }

    private void readUntil(AtomicBoolean stop, List<StreamId> ids, AtomicInteger read) {
        var position = GlobalPosition.START;
        var versions = new int[5];
        while (!stop.get()) {
            var page = views.page(GlobalPosition.START, DocumentReader.MAX_PAGE);
            assertThat(page.circles())
                    .hasSize(ids.size())
                    .allMatch(listed -> listed.view().isPresent());
            assertThat(page.completeTo()).isGreaterThanOrEqualTo(position);
            position = page.completeTo();
            for (var i = 0; i < versions.length; i++) {
                var found = views.find(ids.get(i));
                assertThat(found.completeTo()).isGreaterThanOrEqualTo(position);
                position = found.completeTo();
                var version = found.view().orElseThrow().version();
                assertThat(version).isGreaterThanOrEqualTo(versions[i]);
                versions[i] = version;
            }
            read.incrementAndGet();
        }
    }

    private RedisCommands<String, String> database(int beside) {
        return client.connect(
                        RedisURI.create(TestStores.shared().database(beside).url()))
                .sync();
    }

    private void onlyTheMarkIsLeftInRebuilt() {
        assertThat(rebuilt.keys("*")).containsExactly("circles:beside");
        assertThat(rebuilt.get("circles:beside")).isEqualTo(String.valueOf(number));
    }

    private ProjectionStep step(DocumentStore store) {
        return new ProjectionStep(log, events, store, InstantSource.system());
    }

    private Outcome rebuild(Progress progress, int share) throws InterruptedException {
        return of(redis.readModels(), progress).rebuild(share);
    }

    private Outcome undo() throws InterruptedException {
        return of(redis.readModels(), SILENT).undo();
    }

    private ReadModelRebuild of(ReadModels models, Progress progress) {
        return new ReadModelRebuild(log, events, models, InstantSource.system(), progress);
    }

    private static <T> T unchecked(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private List<StreamId> circles(int count) {
        var ids = new ArrayList<StreamId>();
        for (var i = 0; i < count; i++) {
            ids.add(newId());
            record(events, ids.getLast(), created("circle " + i, 10));
        }
        return ids;
    }

    private void setCapacity(StreamId id, int capacity) {
        var key = "circle:" + id;
        keys.set(key, keys.get(key).replaceFirst("\"capacity\":\\d+", "\"capacity\":" + capacity));
    }

    private static List<String> told(Changes changes, StreamId id) {
        var pair = changes.found().differences().get(id.id());
        return DocumentDifference.between(pair.live(), pair.wanted()).stream()
                .map(DocumentDifference::toString)
                .toList();
    }

    private void catchUp() {
        while (step.take() instanceof ProjectionStep.Outcome.Progressed) {}
    }

    private List<CircleView> page() {
        return views.page(GlobalPosition.START, DocumentReader.MAX_PAGE).circles().stream()
                .map(listed -> listed.view().orElseThrow())
                .toList();
    }

    private List<CircleView> truth(List<StreamId> ids) {
        return ids.stream()
                .map(id -> CircleView.of(events.load(id).circle().orElseThrow()))
                .toList();
    }

    private List<String> snapshotOfKeys() {
        var all = new ArrayList<String>();
        keys.keys("circle:*").stream().sorted().forEach(key -> all.add(key + keys.get(key)));
        all.add(keys.zrangeWithScores("circles:list", 0, -1).toString());
        all.add(keys.get("circles:checkpoint"));
        return all;
    }
}
