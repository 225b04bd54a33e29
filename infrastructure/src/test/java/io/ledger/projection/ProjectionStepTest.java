package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.domain.circle.Circles;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.OtherHistory;
import io.ledger.mariadb.MariaDbSnapshotLog;
import io.ledger.mariadb.MariaDbStreamIndex;
import io.ledger.projection.ProjectionStep.Outcome;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The projection between a real log and a real read model. */
class ProjectionStepTest extends ProjectionStepFixture {

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
}
