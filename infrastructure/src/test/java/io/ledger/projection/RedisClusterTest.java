package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import io.ledger.redis.NearDocuments;
import io.ledger.redis.PatientRedis;
import io.ledger.redis.Redis;
import io.ledger.redis.RedisCluster;
import io.ledger.redis.RedisUser;
import io.ledger.stores.TestStores;
import io.lettuce.core.RedisException;
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

/** The read model in a cluster of three servers: projected, read, listed, rebuilt, switched and taken back. */
class RedisClusterTest {

    @TempDir
    Path directory;

    private RedisCluster cluster;
    private MariaDb database;
    private Redis redis;
    private NearDocuments<CircleView> near;
    private MariaDbEventStore<Circle, CircleEvent> events;
    private ProjectionStep<Circle, CircleEvent, CircleView> step;
    private ReadModelRebuild<Circle, CircleEvent, CircleView> rebuild;

    @BeforeEach
    void open() throws Exception {
        cluster = RedisCluster.start(directory);
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        redis = PatientRedis.at(cluster.url());
        near = redis.nearDocuments(CircleStreams.REDIS);
        near.start();
        events = CircleLog.store(database, 5);
        var log = CircleLog.log(database);
        var clock = InstantSource.system();
        step = new ProjectionStep<>(CircleStreams.PROJECTION, log, events, redis.store(CircleStreams.REDIS), clock);
        rebuild = new ReadModelRebuild<>(
                CircleStreams.PROJECTION, log, events, redis.readModels(CircleStreams.REDIS), clock, (_, _, _) -> {});
    }

    @AfterEach
    void close() {
        near.close();
        redis.close();
        database.close();
        cluster.close();
    }

    @Test
    void aReadModelLivesInAClusterAsItDoesInOneRedis() throws Exception {
        var ids = new ArrayList<StreamId>();
        for (var i = 0; i < 50; i++) {
            ids.add(newId());
            record(events, ids.getLast(), created("circle " + i, 10));
        }
        catchUp();
        assertThat(page()).isEqualTo(truth(ids));
        var first = ids.getFirst();
        until(() -> near.isOn());
        assertThat(near.find(first, GlobalPosition.START).value())
                .contains(truth(List.of(first)).getFirst());

        assertThat(rebuild.rebuild(0))
                .isInstanceOfSatisfying(
                        RebuildOutcome.Switched.class,
                        switched -> assertThat(switched.at()).isEqualTo(new GlobalPosition(50)));
        assertThat(pointer()).contains("2");
        var position = record(events, first, resized(11));
        catchUp();
        assertThat(page()).isEqualTo(truth(ids));
        assertThat(near.find(first, position)
                        .value()
                        .orElseThrow()
                        .details()
                        .capacity()
                        .value())
                .isEqualTo(11);

        assertThat(rebuild.undo()).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(pointer()).contains("1");
        assertThat(page()).isEqualTo(truth(ids));
        assertThat(near.find(first, position)
                        .value()
                        .orElseThrow()
                        .details()
                        .capacity()
                        .value())
                .isEqualTo(11);

        assertThat(rebuild.rebuild(0)).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(pointer()).as("the undo has taken a number too").contains("4");
        assertThat(cluster.connections().stream()
                        .flatMap(connection -> connection.sync().keys("*circles:g2:*").stream()))
                .isEmpty();
        assertThat(page()).isEqualTo(truth(ids));
    }

    @Test
    void aSlotThatMovesTakesTheReadModelAlong() {
        var ids = new ArrayList<StreamId>();
        for (var i = 0; i < 50; i++) {
            ids.add(newId());
            record(events, ids.getLast(), created("circle " + i, 10));
        }
        catchUp();
        until(near::isOn);
        var position = GlobalPosition.START;
        for (var id : ids) {
            position = record(events, id, resized(11));
        }
        var end = position;
        catchUp();
        cluster.moveSlot("{circles}:", () -> {
            for (var id : ids) {
                try {
                    assertThat(near.find(id, end))
                            .as("what is answered while the slot moves is right")
                            .isEqualTo(new Complete<>(
                                    end, Optional.of(truth(List.of(id)).getFirst())));
                } catch (StoreUnavailableException moved) {
                    assertThat(moved).hasRootCauseInstanceOf(RedisException.class);
                }
            }
        });
        until(() -> holds(() -> page().equals(truth(ids))));
        var after = record(events, ids.getFirst(), resized(12));
        until(() -> holds(() -> {
            catchUp();
            return true;
        }));
        until(() -> near.isOn()
                && holds(() -> near.find(ids.getFirst(), after)
                        .equals(new Complete<>(
                                after, Optional.of(truth(ids.subList(0, 1)).getFirst())))));
        assertThat(redis.faults(CircleStreams.REDIS)).isEmpty();
    }

    @Test
    void aReplicaThatLaggedTakesThePlaceOfAServerThatWasKilled() throws Exception {
        var id = newId();
        record(events, id, created("football", 10));
        catchUp();
        until(near::isOn);
        var replica = cluster.addReplica(directory, "{circles}:");
        cluster.cutOff(replica, "{circles}:");
        var position = record(events, id, resized(11));
        catchUp();
        assertThat(near.find(id, position).completeTo()).isEqualTo(position);

        cluster.killServerOf("{circles}:");
        cluster.awaitInInfo(replica, "role:master");
        until(() -> near.isOn()
                && holds(() -> near.find(id, GlobalPosition.START).completeTo().isBefore(position)));
        until(() -> holds(() -> {
            catchUp();
            return true;
        }));
        // The first command to a server that is new to a connection may be refused.
        until(() -> holds(() -> page().equals(truth(List.of(id)))));
        assertThat(near.find(id, position).value().orElseThrow().details().capacity())
                .isEqualTo(new Capacity(11));
    }

    @Test
    void theDocumentedUserMayDoAllThatAClusterNeeds() throws Exception {
        cluster.addUser(RedisUser.documented(
                ">secret",
                "~{circles}:*",
                "+info",
                "+cluster|nodes",
                "+cluster|myid",
                "+cluster|info",
                "+cluster|countkeysinslot"));
        try (var other = PatientRedis.at(cluster.url().replace("//:", "//ledger:"));
                var cached = other.nearDocuments(CircleStreams.REDIS)) {
            cached.start();
            assertThat(other.faults(CircleStreams.REDIS)).isEmpty();
            until(cached::isOn);
            var log = CircleLog.log(database);
            var writing = new ProjectionStep<>(
                    CircleStreams.PROJECTION, log, events, other.store(CircleStreams.REDIS), InstantSource.system());
            var id = newId();
            var position = record(events, id, created("football", 10));
            while (writing.run() instanceof ProjectionStep.Outcome.Progressed) {}
            assertThat(cached.find(id, position).value()).isPresent();
            assertThat(other.scan(CircleStreams.REDIS).counts().listed()).isEqualTo(1);
        }
        cluster.addUser("ledger", "-cluster|myid", "-mget");
        try (var other = PatientRedis.at(cluster.url().replace("//:", "//ledger:"))) {
            assertThat(other.faults(CircleStreams.REDIS))
                    .singleElement()
                    .asString()
                    .startsWith("its user may not use the commands mget, cluster|myid; ");
        }
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (StoreUnavailableException failover) {
            return false;
        }
    }

    private Optional<String> pointer() {
        return cluster.connections().stream()
                .filter(connection ->
                        !connection.sync().keys("{circles}:circles:generation").isEmpty())
                .map(connection -> connection.sync().get("{circles}:circles:generation"))
                .findFirst();
    }

    private void catchUp() {
        while (step.run() instanceof ProjectionStep.Outcome.Progressed) {}
    }

    private List<CircleView> page() {
        return redis.reader(CircleStreams.REDIS).page(GlobalPosition.START, DocumentReader.MAX_PAGE).entries().stream()
                .map(listed -> listed.document().orElseThrow())
                .toList();
    }

    private List<CircleView> truth(List<StreamId> ids) {
        return ids.stream()
                .map(id -> CircleView.of(events.load(id).value().orElseThrow()))
                .toList();
    }

    private static void until(BooleanSupplier condition) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
