package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import io.ledger.projection.ProjectionStep.Outcome;
import io.ledger.projection.ProjectionStep.Stride;
import io.ledger.testkit.fault.DyingStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of the projection that take many events at once. */
class LongStepsTest extends ProjectionStepFixture {

    /**
     * A long step that dies after each of its writes in turn, and is then taken anew: by as long a
     * step, or by short ones that stop in between.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aLongStepThatDiesBetweenItsWritesIsTakenAnewAndComesToTheSame(int written) throws SQLException {
        for (var goOn : List.of(new Stride(3, ANY_NUMBER, 1_000, 3), new Stride(1, ANY_NUMBER, 1, 3))) {
            var ids = new ArrayList<StreamId>();
            for (var i = 0; i < 12; i++) {
                ids.add(newId());
                record(events, ids.getLast(), created("circle " + i, 10));
            }
            catchUp();
            ids.forEach(id -> record(events, id, resized(20)));
            ids.subList(0, 3).forEach(id -> record(events, id, resized(21), new CircleDissolved()));
            for (var i = 0; i < 6; i++) {
                ids.add(newId());
                record(events, ids.getLast(), created("late " + i, 10), resized(30));
            }
            ids.subList(12, 14).forEach(id -> record(events, id, new CircleDissolved()));
            ids.subList(3, 6).forEach(id -> record(events, id, resized(22)));
            var bad = List.of(ids.get(3), ids.get(16), ids.get(17));
            for (var id : bad) {
                execute("UPDATE circle_events SET payload = '{\"capacity\":1}' WHERE version = 2 AND circle_id = '" + id
                        + "'");
            }

            var from = store.checkpoint();
            var dying = step(new DyingStore<>(store, written), new Stride(3, ANY_NUMBER, 1_000, 3));
            assertThatThrownBy(dying::run).isInstanceOf(DyingStore.Died.class);
            assertThat(store.checkpoint()).isEqualTo(from);
            var next = step(store, goOn);
            while (next.run() instanceof Outcome.Progressed) {}

            ids.removeAll(bad);
            assertThat(page()).isEqualTo(living(ids));
            assertThat(keys.keys("circle:*")).hasSize(living(ids).size());
            assertThat(keys.hkeys("circles:parked"))
                    .containsExactlyInAnyOrderElementsOf(
                            bad.stream().map(StreamId::id).toList());
            assertThat(store.reset(store.checkpoint())).isTrue();
            execute("DELETE FROM circle_events");
            execute("DELETE FROM circle_snapshots");
            execute("UPDATE log_head SET position = 0");
        }
    }

    /** Only somebody's hand makes one; long steps reckon with positions that have none. */
    @Test
    void aGapInTheLogHidesNothingBehindIt() throws SQLException {
        var ids = new ArrayList<StreamId>();
        for (var i = 0; i < 40; i++) {
            ids.add(newId());
            record(events, ids.getLast(), created("circle " + i, 10));
        }
        execute("DELETE FROM circle_events WHERE position IN (9, 14, 15, 16, 17, 18, 19, 20, 30)");

        var longStep = step(store, new Stride(3, ANY_NUMBER, 1_000, 3));
        while (longStep.run() instanceof Outcome.Progressed) {}

        assertThat(page()).hasSize(31).isEqualTo(living(ids));
    }

    @Test
    void aLongStepWritesEachCircleOnceWhateverTheLengthOfItsHistory() {
        var ids = new ArrayList<StreamId>();
        for (var i = 0; i < 10; i++) {
            ids.add(newId());
            record(events, ids.getLast(), created("circle " + i, 10));
        }
        catchUp();
        assertThat(store.reset(store.checkpoint())).isTrue();
        for (var i = 0; i < 5; i++) {
            var capacity = 20 + i;
            ids.forEach(id -> record(events, id, resized(capacity)));
        }
        var counting = new DyingStore<>(store, Integer.MAX_VALUE);
        var positions = new ArrayList<GlobalPosition>();

        step(counting, new Stride(7, ANY_NUMBER, 1_000, 4)).run(positions::add);

        assertThat(page()).isEqualTo(living(ids));
        assertThat(counting.written()).isEqualTo(3);
        assertThat(counting.changes()).isEqualTo(10);
        assertThat(positions).contains(new GlobalPosition(8), new GlobalPosition(15), new GlobalPosition(60));
        // It stops to write when enough circles are in memory.
        assertThat(store.reset(store.checkpoint())).isTrue();
        assertThat(step(store, new Stride(4, ANY_NUMBER, 6, 4)).run())
                .isEqualTo(new Outcome.Progressed(new GlobalPosition(9)));
        // Or when it has read enough.
        assertThat(store.reset(store.checkpoint())).isTrue();
        assertThat(step(store, new Stride(4, 17, 1_000, 4)).run())
                .isEqualTo(new Outcome.Progressed(new GlobalPosition(17)));
    }
}
