package io.ledger.projection;

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
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentDifference;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ReadModels;
import io.ledger.core.document.ReadModels.Slot;
import io.ledger.core.document.ReadModels.Switch;
import io.ledger.core.log.GlobalPosition;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.projection.ReadModelRebuild.Changes;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import io.ledger.projection.check.Progress;
import io.ledger.redis.Redis;
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
    private MariaDbEventStore<Circle, CircleEvent> events;
    private MariaDbEventLog<CircleEvent> log;
    private DocumentReader<CircleView> views;
    private ProjectionStep<Circle, CircleEvent, CircleView> step;
    private RedisClient client;
    private RedisCommands<String, String> keys;
    private String url;

    @BeforeEach
    void open() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        url = TestStores.shared().freshRedis().url();
        redis = Redis.at(url);
        client = RedisClient.create(url);
        keys = client.connect().sync();
        events = CircleLog.store(database, 5);
        log = CircleLog.log(database);
        views = redis.reader(CircleStreams.REDIS);
        step = step(redis.store(CircleStreams.REDIS));
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

        var outcome = (RebuildOutcome.Switched<CircleView>) rebuild(SILENT, 0);

        assertThat(outcome.at()).isEqualTo(log.head());
        assertThat(outcome.changes().orElseThrow().count()).isZero();
        assertThat(snapshotOfKeys()).isEqualTo(before);
        nothingIsLeftBesideLiveAndPrevious();
        assertThat(keys.get("circles:generation")).isEqualTo("2");
        assertThat(keys.get("circles:previous")).isEqualTo("1");
        assertThat(keys.keys("circle:*")).hasSize(29);
        assertThat(keys.keys("circles:g2:circle:*")).hasSize(29);
        assertThat(keys.exists("circles:claim", "circles:g2:ahead")).isZero();
        record(events, ids.getLast(), resized(77));
        catchUp();
        assertThat(views.find(ids.getLast())
                        .value()
                        .orElseThrow()
                        .details()
                        .capacity()
                        .value())
                .isEqualTo(77);
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

        var outcome = (RebuildOutcome.Switched<CircleView>) rebuild(SILENT, 100);

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
        assertThat(keys.keys(documents("2") + "*")).hasSize(30);
    }

    @Test
    void tooManyChangesAreRefusedAndNothingIsChanged() throws Exception {
        var ids = circles(10);
        catchUp();
        setCapacity(ids.get(0), 999);
        setCapacity(ids.get(1), 999);
        var before = snapshotOfKeys();

        var outcome = (RebuildOutcome.Refused<CircleView>) rebuild(SILENT, 10);

        assertThat(outcome.changes().sharePercent()).isEqualTo(20.0);
        assertThat(snapshotOfKeys()).isEqualTo(before);
        nothingIsLeftBesideLiveAndPrevious();
        assertThat(rebuild(SILENT, 20)).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(page()).isEqualTo(truth(ids));
    }

    @Test
    void aModelThatNobodyBelievesIsReplacedWithoutAsking() throws Exception {
        var ids = circles(5);
        assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(page()).isEqualTo(truth(ids));

        keys.del("circles:g2:list");
        assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(page()).isEqualTo(truth(ids));
    }

    @Test
    void anEmptyLedgerCanBeRebuilt() throws Exception {
        assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);
        var first = circles(1);
        catchUp();
        assertThat(page()).isEqualTo(truth(first));
    }

    @Test
    void aRebuildCanBeTakenBackAndForthWithoutLosingAnything() throws Exception {
        assertThat(undo()).isInstanceOf(RebuildOutcome.NoPrevious.class);
        var ids = circles(20);
        catchUp();
        setCapacity(ids.get(2), 999);
        rebuild(SILENT, 100);
        record(events, ids.get(1), resized(50));
        var late = circles(1).getFirst();
        catchUp();

        assertThat(undo()).isInstanceOf(RebuildOutcome.Switched.class);

        assertThat(views.find(ids.get(2))
                        .value()
                        .orElseThrow()
                        .details()
                        .capacity()
                        .value())
                .isEqualTo(999);
        assertThat(views.find(ids.get(1))
                        .value()
                        .orElseThrow()
                        .details()
                        .capacity()
                        .value())
                .isEqualTo(50);
        assertThat(views.find(late).value()).isPresent();
        assertThat(views.page(GlobalPosition.START, 1).completeTo()).isEqualTo(log.head());

        assertThat(undo()).isInstanceOf(RebuildOutcome.Switched.class);
        ids.add(late);
        assertThat(page()).isEqualTo(truth(ids));
        nothingIsLeftBesideLiveAndPrevious();
    }

    @Test
    void whatKilledRebuildsLeftIsClearedAway() throws Exception {
        var ids = circles(10);
        catchUp();
        for (var killed = 0; killed < 2; killed++) {
            // As after a kill: half a model with a wrong circle in it, and no claim any more.
            var models = redis.readModels(CircleStreams.REDIS);
            assertThat(models.obstacle()).isEmpty();
            assertThat(models.claim()).isTrue();
            step(models.store(Slot.REBUILT)).run();
            step(models.store(Slot.REBUILT)).run();
            var left = documents(keys.get("circles:newest"));
            keys.set(left + newId(), "left over");
            keys.set(left + ids.getFirst(), "left over");
            keys.del("circles:claim");
        }
        assertThat(keys.keys("circles:g2:*")).isNotEmpty();
        assertThat(keys.keys("circles:g3:*")).isNotEmpty();
        assertThat(page()).isEqualTo(truth(ids));

        assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(page()).isEqualTo(truth(ids));
        assertThat(keys.keys(documents("4") + "*")).hasSize(10);
        nothingIsLeftBesideLiveAndPrevious();
    }

    /** Each read model goes when it is neither live nor the previous one, also the one with the bare names. */
    @Test
    void threeRebuildsLeaveTwoReadModels() throws Exception {
        var ids = circles(10);
        for (var round = 2; round <= 4; round++) {
            catchUp();
            assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);

            assertThat(live()).isEqualTo(String.valueOf(round));
            assertThat(generation("circles:previous")).isEqualTo(String.valueOf(round - 1));
            nothingIsLeftBesideLiveAndPrevious();
            assertThat(keys.keys("*circle:*")).hasSize(20);
            assertThat(page()).isEqualTo(truth(ids));
        }
    }

    /** A checkpoint without a pointer, or with the one that a ledger of the version before has left. */
    @Test
    void theReadModelOfTheVersionBeforeIsTheLiveOne() throws Exception {
        var ids = circles(3);
        catchUp();
        keys.set("circles:generation", "g0199f0a4-1111-7000-8000-000000000001");
        var before = snapshotOfBareKeys();

        record(events, ids.getFirst(), resized(11));
        assertThat(step.run()).isInstanceOf(ProjectionStep.Outcome.CaughtUp.class);

        assertThat(page()).isEqualTo(truth(ids));
        assertThat(snapshotOfBareKeys()).hasSameSizeAs(before).isNotEqualTo(before);
        assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(keys.get("circles:generation")).isEqualTo("2");
        assertThat(undo()).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(keys.get("circles:generation")).isEqualTo("1");
    }

    @Test
    void ofTwoRebuildsAtOnceTheSecondIsTurnedAway() throws Exception {
        circles(10);
        catchUp();
        var second = new ArrayList<RebuildOutcome<CircleView>>();

        var first = rebuild(
                (work, done, total) -> {
                    if (second.isEmpty()) {
                        second.add(unchecked(() -> rebuild(SILENT, 0)));
                        second.add(unchecked(this::undo));
                    }
                },
                0);

        assertThat(second).containsOnly(new RebuildOutcome.Busy<>());
        assertThat(first).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(keys.exists("circles:claim")).isZero();
    }

    @Test
    void aRebuildThatLostItsClaimChangesNothing() throws Exception {
        circles(10);
        catchUp();
        var before = snapshotOfKeys();

        var outcome = rebuild((work, done, total) -> keys.set("circles:claim", "another"), 0);

        assertThat(outcome).isEqualTo(new RebuildOutcome.Busy<>());
        assertThat(snapshotOfKeys()).isEqualTo(before);
        assertThat(keys.exists("circles:g2:checkpoint"))
                .as("whoever lost the claim removes nothing any more")
                .isOne();
        assertThat(keys.get("circles:claim")).isEqualTo("another");
    }

    @Test
    void aClaimThatRanOutStopsAClearingAndASwitch() {
        circles(3);
        var models = redis.readModels(CircleStreams.REDIS);
        assertThat(models.obstacle()).isEmpty();
        assertThat(models.claim()).isTrue();
        while (step(models.store(Slot.REBUILT)).run() instanceof ProjectionStep.Outcome.Progressed) {}
        keys.del("circles:claim");

        assertThat(models.renewClaim()).isFalse();
        assertThat(models.clear()).isFalse();
        assertThat(models.makeLive(Slot.REBUILT)).isEqualTo(Switch.CLAIM_LOST);
        assertThat(keys.keys("circles:g2:circle:*")).hasSize(3);
        assertThat(live()).isEqualTo("1");
        assertThat(keys.keys("circle:*")).isEmpty();
    }

    @Test
    void keysOfOthersAreLeftAlone() throws Exception {
        var ids = circles(3);
        catchUp();
        var theirs = List.of(
                "sessions:mika",
                "circle",
                "circles",
                "circles:garden",
                "circles:g",
                "circles:gx:circle:1",
                "{circles}:1");
        theirs.forEach(key -> keys.set(key, "theirs"));
        var number = RedisURI.create(url).getDatabase();
        for (var beside : List.of(number + 1, number + 2)) {
            keys.select(beside);
            keys.set("circles:checkpoint", "that of another ledger");
        }
        keys.select(number);

        assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(undo()).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);

        assertThat(page()).isEqualTo(truth(ids));
        assertThat(theirs).allMatch(key -> "theirs".equals(keys.get(key)));
        for (var beside : List.of(number + 1, number + 2)) {
            keys.select(beside);
            assertThat(keys.keys("*")).containsExactly("circles:checkpoint");
        }
    }

    @Test
    void theLastDatabaseIsAsGoodAsAny() {
        try (var last = Redis.at(TestStores.shared().database(15).url())) {
            assertThat(last.readModels(CircleStreams.REDIS).obstacle()).isEmpty();
        }
    }

    @Test
    void aUserOfOurKeysAloneMayRebuildAndOneOfFewerIsTold() throws Exception {
        var ids = circles(3);
        catchUp();
        keys.aclSetuser(
                "ours",
                AclSetuserArgs.Builder.on()
                        .addPassword("secret")
                        .keyPattern("circle:*")
                        .keyPattern("circles:*")
                        .allCommands()
                        .removeCommand(CommandType.SWAPDB));
        keys.aclSetuser(
                "fewer",
                AclSetuserArgs.Builder.on()
                        .addPassword("secret")
                        .keyPattern("circle:*")
                        .keyPattern("circles:list")
                        .keyPattern("circles:checkpoint")
                        .allCommands());
        try (var ours = Redis.at(url.replaceFirst("//.*@", "//ours:secret@"));
                var fewer = Redis.at(url.replaceFirst("//.*@", "//fewer:secret@"))) {
            assertThat(of(fewer.readModels(CircleStreams.REDIS), SILENT).rebuild(0))
                    .isInstanceOfSatisfying(
                            RebuildOutcome.Prevented.class,
                            prevented -> assertThat(prevented.reason())
                                    .contains("allow it the keys circle:* and circles:*"));
            assertThat(of(ours.readModels(CircleStreams.REDIS), SILENT).rebuild(0))
                    .isInstanceOf(RebuildOutcome.Switched.class);
        } finally {
            keys.aclDeluser("ours", "fewer");
        }
        assertThat(page()).isEqualTo(truth(ids));
    }

    /** The step read a wrong view before the switch; what it made of it must not reach the new model. */
    @Test
    void aStepWorkedOutFromTheOldModelIsNotAppliedToTheNewOne() throws Exception {
        var ids = circles(3);
        catchUp();
        var wrong = ids.getFirst();
        setCapacity(wrong, 999);
        var live = redis.store(CircleStreams.REDIS);
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
        var models = redis.readModels(CircleStreams.REDIS);
        assertThat(models.obstacle()).isEmpty();
        assertThat(models.makeLive(Slot.REBUILT)).isEqualTo(Switch.CLAIM_LOST);
        assertThat(models.claim()).isTrue();
        assertThat(models.makeLive(Slot.REBUILT)).isEqualTo(Switch.UNUSABLE);
        step(models.store(Slot.REBUILT)).run();
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
                    step.run();
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
                    var outcome = (RebuildOutcome.Switched<CircleView>)
                            rebuild((work, done, total) -> progressOf(tasks, written, read), 0);
                    assertThat(outcome.changes().orElseThrow().count()).isZero();
                    assertThat(undo()).isInstanceOf(RebuildOutcome.Switched.class);
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
            assertThat(page.entries())
                    .hasSize(ids.size())
                    .allMatch(listed -> listed.document().isPresent());
            assertThat(page.completeTo()).isGreaterThanOrEqualTo(position);
            position = page.completeTo();
            for (var i = 0; i < versions.length; i++) {
                var found = views.find(ids.get(i));
                assertThat(found.completeTo()).isGreaterThanOrEqualTo(position);
                position = found.completeTo();
                var version = found.value().orElseThrow().version();
                assertThat(version).isGreaterThanOrEqualTo(versions[i]);
                versions[i] = version;
            }
            read.incrementAndGet();
        }
    }

    /** The number of the generation that a key names, "1" when there is none. */
    private String generation(String key) {
        return Optional.ofNullable(keys.get(key)).orElse("1");
    }

    private static String names(String generation) {
        return generation.equals("1") ? "circles:" : "circles:g" + generation + ":";
    }

    private static String documents(String generation) {
        return generation.equals("1") ? "circle:" : names(generation) + "circle:";
    }

    private String live() {
        return generation("circles:generation");
    }

    private String document(StreamId id) {
        return documents(live()) + id;
    }

    private void nothingIsLeftBesideLiveAndPrevious() {
        var kept = List.of(live(), generation("circles:previous"));
        assertThat(keys.keys("*"))
                .allMatch(key -> List.of("circles:generation", "circles:previous", "circles:newest")
                                .contains(key)
                        || kept.stream()
                                .anyMatch(generation -> key.startsWith(documents(generation))
                                        || List.of("list", "checkpoint", "parked").stream()
                                                .anyMatch(name -> key.equals(names(generation) + name))));
    }

    private ProjectionStep<Circle, CircleEvent, CircleView> step(DocumentStore<CircleView> store) {
        return new ProjectionStep<>(CircleStreams.PROJECTION, log, events, store, InstantSource.system());
    }

    private RebuildOutcome<CircleView> rebuild(Progress progress, int share) throws InterruptedException {
        return of(redis.readModels(CircleStreams.REDIS), progress).rebuild(share);
    }

    private RebuildOutcome<CircleView> undo() throws InterruptedException {
        return of(redis.readModels(CircleStreams.REDIS), SILENT).undo();
    }

    private ReadModelRebuild<Circle, CircleEvent, CircleView> of(ReadModels<CircleView> models, Progress progress) {
        return new ReadModelRebuild<>(CircleStreams.PROJECTION, log, events, models, InstantSource.system(), progress);
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
        var key = document(id);
        keys.set(key, keys.get(key).replaceFirst("\"capacity\":\\d+", "\"capacity\":" + capacity));
    }

    private static List<String> told(Changes<CircleView> changes, StreamId id) {
        var pair = changes.found().differences().get(id.id());
        return DocumentDifference.between(pair.live(), pair.wanted(), CircleStreams.PROJECTION).stream()
                .map(DocumentDifference::toString)
                .toList();
    }

    private void catchUp() {
        while (step.run() instanceof ProjectionStep.Outcome.Progressed) {}
    }

    private List<CircleView> page() {
        return views.page(GlobalPosition.START, DocumentReader.MAX_PAGE).entries().stream()
                .map(listed -> listed.document().orElseThrow())
                .toList();
    }

    private List<CircleView> truth(List<StreamId> ids) {
        return ids.stream()
                .map(id -> CircleView.of(events.load(id).value().orElseThrow()))
                .toList();
    }

    private List<String> snapshotOfBareKeys() {
        var all = new ArrayList<String>();
        keys.keys("circle:*").stream().sorted().forEach(key -> all.add(key + keys.get(key)));
        all.add(keys.get("circles:checkpoint"));
        return all;
    }

    private List<String> snapshotOfKeys() {
        var all = new ArrayList<String>();
        var documents = documents(live());
        keys.keys(documents + "*").stream()
                .sorted()
                .forEach(key -> all.add(key.substring(documents.length()) + keys.get(key)));
        all.add(keys.zrangeWithScores(names(live()) + "list", 0, -1).toString());
        all.add(keys.get(names(live()) + "checkpoint"));
        return all;
    }
}
