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
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.log.GlobalPosition;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import io.ledger.redis.NearDocuments;
import io.ledger.redis.Redis;
import io.ledger.redis.RedisCluster;
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
        redis = Redis.at(cluster.url());
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
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
