package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.redis.NearDocuments;
import io.ledger.redis.PatientRedis;
import io.ledger.redis.Redis;
import io.ledger.redis.RedisAddress;
import io.ledger.redis.RedisProcess;
import io.ledger.stores.TestStores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary, a replica and a Sentinel that makes the replica the primary. */
class RedisSentinelTest {

    @TempDir
    Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private RedisProcess primary;
    private RedisProcess replica;
    private RedisProcess sentinel;
    private Redis redis;
    private NearDocuments<CircleView> near;
    private MariaDbEventStore<Circle, CircleEvent> events;
    private ProjectionStep<Circle, CircleEvent, CircleView> step;

    @BeforeEach
    void open() throws Exception {
        primary = opened(RedisProcess.server(directory));
        var _ = primary.connection();
        replica = opened(RedisProcess.replicaOf(primary, directory)).untilInSync();
        sentinel = opened(RedisProcess.sentinel(primary, directory, "watching"));
        // One that is down comes first, as it may.
        var url = RedisProcess.behind(sentinel).replace("@", "@127.0.0.1:1,");
        redis = opened(PatientRedis.at(new RedisAddress(
                url, Optional.empty(), Optional.empty(), Optional.of(new RedisAddress.SentinelLogin("", "watching")))));
        near = opened(redis.nearDocuments(CircleStreams.REDIS));
        near.start();
        var access = TestStores.shared().freshDatabase();
        var database = opened(MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES));
        database.migrate();
        events = CircleLog.store(database, 5);
        step = new ProjectionStep<>(
                CircleStreams.PROJECTION,
                CircleLog.log(database),
                events,
                redis.store(CircleStreams.REDIS),
                InstantSource.system());
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.addFirst(part);
        return part;
    }

    @AfterEach
    void close() throws Exception {
        for (var part : opened) {
            part.close();
        }
    }

    @Test
    void aReplicaThatLaggedTakesOverAndTheReadModelHealsByItself() {
        var id = newId();
        record(events, id, created("football", 10));
        until(this::isCaughtUp);
        until(this::isFit);
        until(near::isOn);
        until(() -> replica.connection().sync().exists("circle:" + id.id()) == 1);

        replica.fallBehind(primary);
        var position = record(events, id, resized(11));
        until(this::isCaughtUp);
        // Twice, so that it is kept in memory.
        until(() -> capacity(id, position).equals(Optional.of(11)));
        assertThat(capacity(id, position)).contains(11);

        primary.kill();
        replica.untilPrimary(sentinel);

        until(this::isFit);
        until(() -> near.isOn());
        assertThat(near.find(id, GlobalPosition.START).completeTo())
                .as("it says that it lacks what the primary had")
                .isLessThan(position);
        until(this::isCaughtUp);
        assertThat(near.find(id, position).completeTo()).isEqualTo(position);
        assertThat(capacity(id, position)).contains(11);
    }

    @Test
    void noConnectionStaysAtAPrimaryThatSentinelHasReplaced() {
        var id = newId();
        record(events, id, created("football", 10));
        until(this::isCaughtUp);
        until(near::isOn);

        until(() -> capacity(id, GlobalPosition.START).equals(Optional.of(10)));
        until(this::isFit);
        redis.ping();

        // As in a part of the network that Sentinel does not reach: the old one stays a primary and keeps its clients.
        replica.connection().sync().replicaofNoOne();
        replica.connection().sync().flushall();
        sentinel.command("SENTINEL", "REMOVE", "primary");
        sentinel.command("SENTINEL", "MONITOR", "primary", "127.0.0.1", String.valueOf(replica.port()), "1");
        sentinel.command("SENTINEL", "SET", "primary", "auth-pass", "secret");
        primary.killClientsThatLastSent("eval");
        record(events, id, resized(11));
        until(this::isCaughtUp);

        until(() -> capacity(id, GlobalPosition.START).equals(Optional.of(11)));
        until(() -> redis.reader(CircleStreams.REDIS)
                .find(id)
                .value()
                .map(RedisSentinelTest::capacity)
                .equals(Optional.of(11)));
        assertThat(primary.connection().sync().get("circle:" + id.id())).contains("10");
    }

    private boolean isCaughtUp() {
        try {
            while (step.run() instanceof ProjectionStep.Outcome.Progressed) {}
            return true;
        } catch (StoreUnavailableException failover) {
            return false;
        }
    }

    /** Whether it answers and nothing is wrong with it; the first try may come before Sentinel has answered. */
    private boolean isFit() {
        try {
            return redis.faults(CircleStreams.REDIS).isEmpty();
        } catch (StoreUnavailableException notYet) {
            return false;
        }
    }

    private Optional<Integer> capacity(StreamId id, GlobalPosition atLeast) {
        return near.find(id, atLeast).value().map(RedisSentinelTest::capacity);
    }

    private static int capacity(CircleView view) {
        return view.details().capacity().value();
    }

    private static void until(BooleanSupplier condition) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!holds(condition)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (StoreUnavailableException failover) {
            return false;
        }
    }
}
