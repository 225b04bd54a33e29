package io.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleViewsContract;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Circles from memory keep every promise of the read model, whatever happens to the connection. */
class NearDocumentsTest extends CircleViewsContract {

    private final String url = TestStores.shared().freshRedis().url();
    private FaultProxy proxy;
    private Redis direct;
    private Redis proxied;
    private DocumentStore<CircleView> store;
    private NearDocuments<CircleView> near;
    private RedisClient client;
    private RedisCommands<String, String> keys;

    @BeforeEach
    void open() {
        if (near != null) {
            return;
        }
        try {
            proxy = FaultProxy.inFrontOf(url);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        client = RedisClient.create(url);
        keys = client.connect().sync();
        direct = PatientRedis.at(url);
        store = direct.store(CircleStreams.REDIS);
        read(PatientRedis.at(proxy.through(url)));
    }

    private void read(Redis redis) {
        proxied = redis;
        near = redis.nearDocuments(CircleStreams.REDIS);
        near.start();
    }

    /** With the limits of the program, for what is tried with a Redis that is silent. */
    private void readImpatiently() {
        near.close();
        proxied.close();
        read(Redis.at(proxy.through(url)));
    }

    @AfterEach
    void close() {
        near.close();
        proxied.close();
        direct.close();
        proxy.close();
        client.shutdown();
    }

    @Override
    protected DocumentStore<CircleView> store() {
        open();
        return store;
    }

    /** As somebody sees it who waits until memory has heard how far the read model is. */
    @Override
    protected DocumentReader<CircleView> reader() {
        open();
        return new DocumentReader<>() {
            @Override
            public Complete<Optional<CircleView>> find(StreamId id) {
                var position = store.checkpoint().orElse(Checkpoint.START).position();
                until(
                        "what is read is of now",
                        () -> near.find(id, position).completeTo().equals(position));
                return near.find(id, position);
            }

            @Override
            public Page<CircleView> page(GlobalPosition createdAfter, int limit) {
                return near.page(createdAfter, limit);
            }
        };
    }

    @Test
    void aCircleThatWasReadIsReadAgainWithoutRedis() throws Exception {
        readImpatiently();
        var id = remembered();
        var inMemory = new Complete<>(position(1), Optional.of(view(id, 1)));

        // Memory counts for a second only: whoever gets no turn that long tries again.
        until("it is read while Redis is silent", () -> {
            until("it is in memory", () -> isRemembered(id, 1));
            proxy.freeze();
            try {
                return near.find(id, position(1)).equals(inMemory);
            } catch (StoreUnavailableException tooLate) {
                return false;
            } finally {
                heal();
            }
        });
    }

    @Test
    void aCircleThatIsReadOnceTakesNoPlaceInMemory() throws Exception {
        var other = remembered();
        var id = newId();
        store.apply(at(1), List.of(put(id, 1, 2)), at(2));

        assertThat(near.find(id, position(2)).value()).contains(view(id, 1));
        assertThat(near.caches(id)).isFalse();
        assertThat(near.caches(other)).isTrue();

        assertThat(near.find(id, position(2)).value()).contains(view(id, 1));
        assertThat(near.caches(id)).isTrue();
    }

    @Test
    void whoNamesALaterPositionGetsNothingFromMemoryThatIsNotCompleteToIt() throws Exception {
        var id = remembered();
        for (var version = 2; version <= 300; version++) {
            store.apply(at(version - 1), List.of(put(id, version, 1)), at(version));

            var found = near.find(id, position(version));

            assertThat(found.value()).contains(view(id, version));
            assertThat(found.completeTo()).isEqualTo(position(version));
        }
    }

    @Test
    void whoNamesNoPositionIsToldOfAChangeSoon() throws Exception {
        var id = remembered();

        store.apply(at(1), List.of(put(id, 2, 1)), at(2));

        until(
                "the change is noticed",
                () -> near.find(id, GlobalPosition.START).value().equals(Optional.of(view(id, 2))));
        until(
                "how far it is, is known",
                () -> near.find(id, GlobalPosition.START).completeTo().equals(position(2)));
    }

    @Test
    void aConnectionThatIsSilentIsNotBelievedForLong() throws Exception {
        readImpatiently();
        var id = remembered();
        proxy.freeze();
        store.apply(at(1), List.of(put(id, 2, 1)), at(2));

        until("the memory is given up", () -> {
            try {
                return near.find(id, GlobalPosition.START).value().equals(Optional.of(view(id, 2)));
            } catch (StoreUnavailableException silent) {
                return true;
            }
        });

        proxy.heal();
        until("it is read again", () -> isRemembered(id, 2));
    }

    @Test
    void aConnectionThatBreaksTakesItsMemoryWithIt() throws Exception {
        var id = remembered();
        proxy.down();
        store.apply(at(1), List.of(put(id, 2, 1)), at(2));
        until("the loss is noticed", () -> !near.isOn());

        assertThatThrownBy(() -> near.find(id, GlobalPosition.START)).isInstanceOf(StoreUnavailableException.class);

        proxy.heal();
        until("it is read again", () -> isRemembered(id, 2));
    }

    @Test
    void anEmptiedRedisEmptiesTheMemory() throws Exception {
        var id = remembered();

        keys.flushall();

        until(
                "the circle is gone",
                () -> near.find(id, GlobalPosition.START).value().isEmpty());
    }

    @Test
    void aReadModelThatTakesThePlaceIsReadAtOnce() throws Exception {
        var id = remembered();
        keys.set("circles:g2:circle:" + id, CircleStreams.REDIS.codec().encode(view(id, 9)));
        keys.set("circles:g2:checkpoint", CheckpointText.encode(at(1)) + " 1");
        assertThat(near.find(id, position(1)).value()).contains(view(id, 1));

        keys.set("circles:generation", "2");

        until(
                "the other one is read",
                () -> near.find(id, GlobalPosition.START).value().equals(Optional.of(view(id, 9))));
        until("it is in memory", () -> isRemembered(id, 9));
        keys.multi();
        keys.set("circles:g2:circle:" + id, CircleStreams.REDIS.codec().encode(view(id, 10)));
        keys.set("circles:g2:checkpoint", CheckpointText.encode(at(2)) + " 1");
        keys.exec();
        assertThat(near.find(id, position(2))).isEqualTo(new Complete<>(position(2), Optional.of(view(id, 10))));

        keys.set("circles:generation", "1");
        until(
                "the first one is read again",
                () -> near.find(id, GlobalPosition.START).value().equals(Optional.of(view(id, 1))));
    }

    /** A reader of each generation in turn: what is read is of the live one, with the checkpoint of that one. */
    @Test
    void noAnswerMixesTwoReadModels() throws Exception {
        var id = remembered();
        keys.set("circles:g2:circle:" + id, CircleStreams.REDIS.codec().encode(view(id, 9)));
        keys.set("circles:g2:checkpoint", CheckpointText.encode(at(9)) + " 1");
        var stop = new AtomicBoolean();
        var read = new AtomicInteger();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = new ArrayList<Future<?>>();
            for (var r = 0; r < 4; r++) {
                readers.add(executor.submit(() -> {
                    while (!stop.get()) {
                        var direct = NearDocumentsTest.this
                                .direct
                                .reader(CircleStreams.REDIS)
                                .find(id);
                        // Nothing in memory is complete to there, so it is asked for.
                        var found = near.find(id, position(1_000));
                        for (var answer : List.of(direct, found)) {
                            assertThat(answer.value().orElseThrow().version())
                                    .isEqualTo((int) answer.completeTo().value());
                        }
                        read.incrementAndGet();
                    }
                }));
            }
            for (var round = 0; round < 300; round++) {
                var before = read.get();
                keys.set("circles:generation", round % 2 == 0 ? "2" : "1");
                // Whoever is overtaken by one switch after the other gives up.
                until(
                        "they read on",
                        () -> read.get() > before + 4 || readers.stream().anyMatch(Future::isDone));
            }
            stop.set(true);
            for (var reader : readers) {
                reader.get(60, TimeUnit.SECONDS);
            }
        } finally {
            stop.set(true);
        }
    }

    @Test
    void readersNeverSeeLessThanTheyNameWhileCirclesChange() throws Exception {
        var seed = 20261123L;
        var ids = new ArrayList<StreamId>();
        for (var i = 0; i < 8; i++) {
            ids.add(newId());
        }
        var versions = new AtomicIntegerArray(ids.size());
        var written = new AtomicInteger();
        var readers = new ArrayList<Future<?>>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var r = 0; r < 8; r++) {
                var random = new Random(seed + r);
                readers.add(executor.submit(() -> {
                    while (written.get() < 2_000) {
                        var i = random.nextInt(ids.size());
                        // Whoever reads a version finds the position that covers it, or a later one.
                        var version = versions.get(i);
                        var position = written.get();
                        var found = near.find(ids.get(i), position(position));
                        assertThat(found.completeTo().value()).isGreaterThanOrEqualTo(position);
                        assertThat(found.value().map(CircleView::version).orElse(0))
                                .isGreaterThanOrEqualTo(version);
                    }
                }));
            }
            var random = new Random(seed);
            try {
                for (var position = 1; position <= 2_000; position++) {
                    var i = random.nextInt(ids.size());
                    var version = versions.get(i) + 1;
                    var from = position == 1 ? Checkpoint.START : at(position - 1);
                    assertThat(store.apply(from, List.of(put(ids.get(i), version, i + 1)), at(position)))
                            .isTrue();
                    written.set(position);
                    versions.set(i, version);
                }
            } finally {
                written.set(2_000);
            }
        }
        for (var reader : readers) {
            reader.get();
        }
        for (var i = 0; i < ids.size(); i++) {
            var id = ids.get(i);
            var version = versions.get(i);
            until("the last version is in memory", () -> isRemembered(id, version));
        }
    }

    /** A circle at version 1 and position 1 that is in memory. */
    private StreamId remembered() throws Exception {
        var id = newId();
        store.apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1));
        until("it is in memory", () -> isRemembered(id, 1));
        return id;
    }

    private boolean isRemembered(StreamId id, int version) {
        if (!near.isOn()) {
            return false;
        }
        try {
            near.find(id, GlobalPosition.START);
            return near.caches(id)
                    && near.find(id, GlobalPosition.START).value().equals(Optional.of(view(id, version)));
        } catch (StoreUnavailableException notYet) {
            return false;
        }
    }

    private void heal() {
        try {
            proxy.heal();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void until(String what, BooleanSupplier condition) {
        var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in vain: " + what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
