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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProjectionWatchTest {

    /** What the clock of the watch shows. */
    private Duration elapsed = Duration.ofDays(1);

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
        watch = new ProjectionWatch(
                ReadModel.shared("redis"),
                log,
                redis.store(CircleStreams.REDIS),
                Circles.CATEGORY,
                () -> elapsed.toNanos());
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
        pass(ProjectionLimits.WATCH_OVERDUE.minusMillis(21));
        assertThat(figure("lag")).isZero();
        pass(Duration.ofMillis(1));
        assertThat(figure("lag")).isEqualTo(ProjectionLimits.WATCH_OVERDUE.toMillis() / 1000.0);
    }

    @Test
    void aReadModelThatLacksSomethingIsBehindForAsLongAsThat() throws Exception {
        record(events, newId(), created("chess", 10));
        watch.lag();
        pass(Duration.ofMillis(20));
        assertThat(figure("lag")).isEqualTo(0.02);
        assertThat(figure("stalled")).isEqualTo(0.02);
    }

    private double figure(String name) {
        return metrics.get("ledger.projection." + name).gauge().value();
    }

    private void pass(Duration time) {
        elapsed = elapsed.plus(time);
    }
}
