package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.contract.FilledLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.http.routes.Rebuilds.RebuildResult;
import io.ledger.http.routes.Rebuilds.RebuildStage;
import io.ledger.http.routes.Rebuilds.RebuildState;
import io.ledger.mariadb.MariaDb;
import io.ledger.projection.ReadModelRebuild;
import io.ledger.projection.check.Progress;
import io.ledger.redis.PatientRedis;
import io.ledger.redis.Redis;
import io.ledger.server.BackgroundRebuild;
import io.ledger.stores.TestStores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rebuild that a server does beside its other work, on real stores. */
class BackgroundRebuildTest {

    private static final int CIRCLES = 50;

    private MariaDb database;
    private Redis redis;

    @BeforeEach
    void open() throws Exception {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        FilledLog.fill(database.database().dataSource(), CIRCLES, 2);
        redis = PatientRedis.at(TestStores.shared().freshRedis().url());
    }

    @AfterEach
    void close() {
        redis.close();
        database.close();
    }

    private BackgroundRebuild rebuild(Progress progress) {
        return new BackgroundRebuild(
                told -> List.of(new ReadModelRebuild<>(
                        CircleStreams.PROJECTION,
                        CircleLog.log(database),
                        CircleLog.store(database, 5),
                        redis.readModels(CircleStreams.REDIS),
                        InstantSource.system(),
                        (work, done, total) -> {
                            told.at(work, done, total);
                            progress.at(work, done, total);
                        })),
                InstantSource.system());
    }

    private static RebuildState.EndedRebuild ended(BackgroundRebuild rebuild) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            if (rebuild.state() instanceof RebuildState.EndedRebuild ended) {
                return ended;
            }
            assertThat(System.nanoTime()).as(String.valueOf(rebuild.state())).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void oneAtATimeIsBegunAndSaysWhatItDoes() {
        var seen = EnumSet.noneOf(RebuildStage.class);
        var atWork = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var holder = new BackgroundRebuild[1];
        try (var rebuild = rebuild((_, _, _) -> {
            if (holder[0].state() instanceof RebuildState.OngoingRebuild running) {
                seen.add(running.work());
            }
            atWork.countDown();
            await(goOn);
        })) {
            holder[0] = rebuild;
            assertThat(rebuild.state()).isEqualTo(new RebuildState.NoRebuild());
            assertThat(rebuild.begin()).isTrue();
            await(atWork);
            assertThat(rebuild.begin()).as("a second one").isFalse();
            goOn.countDown();

            var ended = ended(rebuild);
            assertThat(ended.endedAt()).isAfterOrEqualTo(ended.startedAt());
            assertThat(ended.result())
                    .isInstanceOfSatisfying(
                            RebuildResult.ModelSwitch.class,
                            switched -> assertThat(switched.at())
                                    .isEqualTo(CircleLog.log(database).head()));
            assertThat(redis.scan(CircleStreams.REDIS).listed()).isEqualTo(CIRCLES);
            assertThat(seen).contains(RebuildStage.BUILDING, RebuildStage.SWITCHING);
            assertThat(rebuild.begin()).as("the next one").isTrue();
            assertThat(ended(rebuild).result()).isInstanceOf(RebuildResult.ModelSwitch.class);
        }
    }

    @Test
    void aStopEndsItAtItsNextStepAndLeavesTheWayFreeForAnother() throws Exception {
        var atWork = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var stopped = rebuild((_, _, _) -> {
            atWork.countDown();
            await(goOn);
        });
        stopped.begin();
        await(atWork);
        var closing = Thread.ofVirtual().start(stopped::close);
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
        assertThat(ended(stopped).result()).isEqualTo(new RebuildResult.Breakdown("the server was stopped"));
        assertThat(stopped.begin()).as("after the end").isFalse();

        try (var next = rebuild((_, _, _) -> {})) {
            assertThat(next.begin()).isTrue();
            assertThat(ended(next).result()).isInstanceOf(RebuildResult.ModelSwitch.class);
        }
    }

    @Test
    void whileAnotherServerIsAtItNothingIsDone() {
        assertThat(redis.readModels(CircleStreams.REDIS).claim()).isTrue();
        try (var rebuild = rebuild((_, _, _) -> {})) {
            rebuild.begin();
            assertThat(ended(rebuild).result()).isEqualTo(new RebuildResult.OtherRebuild());
        }
    }

    @Test
    void withoutTheDatabaseItFailsAndSaysSo() {
        database.close();
        try (var rebuild = rebuild((_, _, _) -> {})) {
            rebuild.begin();
            assertThat(ended(rebuild).result()).isInstanceOf(RebuildResult.Breakdown.class);
            assertThat(rebuild.begin()).as("another try").isTrue();
            assertThat(ended(rebuild).result()).isInstanceOf(RebuildResult.Breakdown.class);
        }
    }
}
