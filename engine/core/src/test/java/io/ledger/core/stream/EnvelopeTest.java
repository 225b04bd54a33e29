package io.ledger.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.Decider;
import io.ledger.core.decide.Decision;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    /** Adds whole numbers. */
    private static final Decider<Integer, Integer, Integer, String> SUM = new Decider<>() {
        @Override
        public Decision<Integer, String> decide(Integer command, Optional<Integer> state) {
            return new Decision.Accepted<>(List.of(command));
        }

        @Override
        public Integer evolve(Optional<Integer> state, Integer event) {
            return state.orElse(0) + event;
        }
    };

    // Nothing is stored here.
    private static final Aggregate<Integer, Integer, Integer, String> SUMS = new Aggregate<>("sum", SUM, null, null);

    private static final StreamId ID = new StreamId("sum", "01990000-0000-7000-8000-000000000001");
    private static final NewEvent<Integer> FIVE =
            new NewEvent<>(new UUID(0, 1), Instant.EPOCH, new EventMetadata("staff", "request", "request"), 5);

    private static StreamAppend<Integer, Integer> append(
            Optional<LastEvent> decidedOn, List<NewEvent<Integer>> events) {
        return new StreamAppend<>(SUMS, ID, decidedOn, events, 5);
    }

    @Test
    void neitherAVersionNorAPositionIsNegative() {
        assertThat(ExpectedVersion.NO_STREAM).isEqualTo(new ExpectedVersion(0));
        assertThat(GlobalPosition.START).isEqualTo(new GlobalPosition(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ExpectedVersion(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new GlobalPosition(-1));
    }

    @Test
    void positionsAreInTheOrderOfTheLog() {
        var ninth = new GlobalPosition(9);
        var tenth = new GlobalPosition(10);
        assertThat(ninth.isBefore(tenth)).isTrue();
        assertThat(ninth.isBefore(ninth)).isFalse();
        assertThat(tenth.isBefore(ninth)).isFalse();
        assertThat(List.of(tenth, GlobalPosition.START, ninth).stream().sorted())
                .containsExactly(GlobalPosition.START, ninth, tenth);
        assertThat(new GlobalPosition(Long.MAX_VALUE)).hasToString("9223372036854775807");
    }

    @Test
    void anAppendHasAtLeastOneEventAndOneStream() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> append(Optional.of(new LastEvent(1, "before")), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Append(List.of(), Optional.empty()));
    }

    @Test
    void anAppendCountsItsVersions() {
        assertThat(append(Optional.empty(), List.of(FIVE)).expectedVersion()).isEqualTo(ExpectedVersion.NO_STREAM);
        assertThat(append(Optional.empty(), List.of(FIVE)).versionAfter()).isEqualTo(1);
        assertThat(append(Optional.of(new LastEvent(7, "before")), List.of(FIVE, FIVE))
                        .versionAfter())
                .isEqualTo(9);
    }

    @Test
    void anAppendKeepsTheEventsItWasMadeWith() {
        var events = new ArrayList<>(List.of(FIVE));
        var append = append(Optional.empty(), events);
        events.clear();
        assertThat(append.events()).containsExactly(FIVE);
    }

    @Test
    void anAppendHasEachStreamOnceAndOnlyItsOwnCategory() {
        var append = append(Optional.empty(), List.of(FIVE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Append(List.of(append, append), Optional.empty()));
        var room = new StreamId("room", ID.id());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamAppend<>(SUMS, room, Optional.empty(), List.of(FIVE), 5));
    }
}
