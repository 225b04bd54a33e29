package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.redis.PatientRedis;
import io.ledger.redis.Redis;
import io.ledger.stores.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProjectionWatchTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private MariaDb database;
    private Redis redis;
    private MariaDbEventStore<Circle, CircleEvent> events;
    private ProjectionStep<Circle, CircleEvent, CircleView> step;
    private ProjectionWatch watch;

    @BeforeEach
    void open() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        events = CircleLog.store(database, 5);
        var log = CircleLog.log(database);
        redis = PatientRedis.at(TestStores.shared().freshRedis().url());
        step = new ProjectionStep<>(
                CircleStreams.PROJECTION, log, events, redis.store(CircleStreams.REDIS), InstantSource.system());
        watch = new ProjectionWatch(ReadModel.shared("redis"), log, redis.store(CircleStreams.REDIS), Circles.CATEGORY);
        watch.bindTo(metrics);
    }

    @AfterEach
    void close() {
        watch.close();
        redis.close();
        database.close();
    }

    @Test
    void aReadModelThatHasEverythingIsNotBehindBetweenTwoLooks() throws Exception {
        record(events, newId(), created("chess", 10));
        for (var steps = 0; watch.lag().positions() > 0; steps++) {
            assertThat(steps).isLessThan(10);
            step.run();
        }
        watch.lag();
        pass(Duration.ofMillis(20));
        assertThat(figure("lag")).isZero();
        assertThat(figure("stalled")).isZero();

        // Nobody looks any more.
        var latest = System.nanoTime()
                + ProjectionLimits.WATCH_OVERDUE.multipliedBy(5).toNanos();
        while (figure("lag") == 0) {
            assertThat(System.nanoTime() - latest).isNegative();
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        assertThat(figure("lag")).isGreaterThanOrEqualTo(ProjectionLimits.WATCH_OVERDUE.toMillis() / 1000.0);
    }

    @Test
    void aReadModelThatLacksSomethingIsBehindForAsLongAsThat() throws Exception {
        record(events, newId(), created("chess", 10));
        watch.lag();
        pass(Duration.ofMillis(20));
        assertThat(figure("lag")).isGreaterThanOrEqualTo(0.02);
        assertThat(figure("stalled")).isGreaterThanOrEqualTo(0.02);
    }

    private double figure(String name) {
        return metrics.get("ledger.projection." + name).gauge().value();
    }

    private static void pass(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
