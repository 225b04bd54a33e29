package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.log.GlobalPosition;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Circles whose histories the projection cannot read. */
class ParkedCirclesTest extends ProjectionStepFixture {

    @Test
    void aCircleThatCannotBeReadIsParkedAndStopsNoOther() throws SQLException {
        var bad = newId();
        var good = newId();
        record(events, bad, created("bad", 10));
        catchUp();
        record(events, bad, resized(11));
        record(events, good, created("good", 10));
        record(events, bad, resized(12));
        execute("UPDATE circle_events SET payload = '{\"capacity\":1}' WHERE position = 2");
        catchUp();

        assertThat(page()).containsExactly(CircleSamples.view(good.id(), "good", 10, 1));
        assertThat(keys.hget("circles:parked", bad.id()))
                .contains("\"version\":2", "\"position\":2", "The capacity is 1");

        execute("UPDATE circle_events SET payload = '{\"capacity\":11}' WHERE position = 2");
        record(events, bad, resized(13));
        catchUp();
        assertThat(page())
                .containsExactly(
                        CircleSamples.view(bad.id(), "bad", 13, 4), CircleSamples.view(good.id(), "good", 10, 1));
        assertThat(keys.exists("circles:parked")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABCDEF00-0000-0000-0000-000000000000", "two words", "", "50%", "-", "0"})
    void aRowWithAnyTextForAnIdCanBeTheLastOne(String eventId) throws SQLException {
        record(events, newId(), created("chess", 10));
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, payload, occurred_at,"
                + " metadata) VALUES (2, '" + eventId + "', 'nobody', 1, 'Nonsense', '{}', NOW(6), '{}')");
        catchUp();
        catchUp();

        assertThat(views.page(GlobalPosition.START, 10).completeTo()).isEqualTo(new GlobalPosition(2));
        assertThat(keys.hkeys("circles:parked")).containsExactly("nobody");
    }

    @Test
    void aParkedCircleIsRepairedOnceItsHistoryIs() throws SQLException {
        var bad = newId();
        record(events, bad, created("bad", 10), resized(11));
        execute("UPDATE circle_events SET payload = '{\"capacity\":1}' WHERE position = 2");
        catchUp();
        var repair = new Repair<>(CircleStreams.PROJECTION, histories, store);

        assertThat(repair.repair(bad))
                .isEqualTo(new Repair.RepairOutcome.StillCorrupt(2, "The capacity is 1; it must be from 3 to 32767"));
        assertThat(store.parked()).hasSize(1);
        assertThat(repair.repair(newId())).isEqualTo(new Repair.RepairOutcome.NoSuchStream());

        execute("UPDATE circle_events SET payload = '{\"capacity\":11}' WHERE position = 2");
        assertThat(repair.repair(bad)).isEqualTo(new Repair.RepairOutcome.Repaired());
        assertThat(store.parked()).isEmpty();
        assertThat(page()).containsExactly(CircleSamples.view(bad.id(), "bad", 11, 2));
        catchUp();
        assertThat(page()).containsExactly(CircleSamples.view(bad.id(), "bad", 11, 2));
    }

    @Test
    void eventsThatNoHistoryAllowsAreParked() throws SQLException {
        var twice = newId();
        record(events, twice, created("twice", 10), resized(11));
        execute("UPDATE circle_events SET event_type = 'CircleCreated', payload ="
                + " '{\"name\":\"again\",\"capacity\":5}' WHERE position = 2");
        var afterTheEnd = newId();
        record(events, afterTheEnd, created("ended", 10), resized(11), resized(12));
        execute("UPDATE circle_events SET event_type = 'CircleDissolved', payload = '{}'" + " WHERE position = 4");
        catchUp();

        assertThat(page()).isEmpty();
        assertThat(keys.hkeys("circles:parked")).containsExactlyInAnyOrder(twice.id(), afterTheEnd.id());
    }
}
