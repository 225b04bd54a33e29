package io.circleledger.domain.circle;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.Seeds;
import io.circleledger.domain.circle.CircleCommand.AppointOfficer;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.HandOver;
import io.circleledger.domain.circle.CircleCommand.JoinCircle;
import io.circleledger.domain.circle.CircleCommand.LapseCircle;
import io.circleledger.domain.circle.CircleCommand.LeaveCircle;
import io.circleledger.domain.circle.CircleCommand.ReinstateCircle;
import io.circleledger.domain.circle.CircleCommand.RelieveOfficer;
import io.circleledger.domain.circle.CircleCommand.RenewCircle;
import io.circleledger.domain.circle.CircleCommand.SuspendCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Decision;
import io.ledger.core.decide.Decision.Accepted;
import io.ledger.core.decide.Decision.Rejected;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Long histories of random commands, told twice: by the decider and by a plain map. */
class RandomHistoryTest {

    private static final CircleDecider DECIDER = new CircleDecider();

    private static final int COMMANDS = 400;

    /** A circle as both tell it. */
    private static final class Told {
        private final PlainCircle plain = new PlainCircle();
        private final List<CircleEvent> history = new ArrayList<>();
        private Optional<Circle> state = Optional.empty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theDeciderAgreesWithThePlainCircleAtEveryStep(long seed) {
        var circles = new HashMap<StreamId, Told>();
        var step = 0;
        for (var addressed : new RandomCommands(seed).take(COMMANDS)) {
            var command = addressed.command();
            var told = circles.computeIfAbsent(addressed.id(), _ -> new Told());
            var where = "seed %d, step %d: %s".formatted(seed, step++, addressed);
            var effect = told.plain.carryOut(command);
            var decision = DECIDER.decide(command, told.state);
            assertDecided(where, command, effect, decision);
            fold(told, decision);
            assertState(where, told);
        }
    }

    private static void assertDecided(
            String step,
            CircleCommand command,
            PlainCircle.Effect effect,
            Decision<CircleEvent, CircleRejection> decision) {
        switch (decision) {
            case Rejected<CircleEvent, CircleRejection>(var rejection) ->
                assertThat(effect.refusal()).as(step).contains(rejection);
            case Accepted<CircleEvent, CircleRejection>(var events) -> {
                assertThat(effect.refusal()).as(step).isEmpty();
                assertThat(events).as(step).hasSize(effect.changed().isEmpty() ? 0 : 1);
                for (var event : events) {
                    assertThat(PlainCircle.fieldsOf(event)).as(step).isEqualTo(effect.changed());
                    assertThat(event).as(step).isInstanceOf(kindOf(command));
                }
            }
        }
    }

    private static Class<? extends CircleEvent> kindOf(CircleCommand command) {
        return switch (command) {
            case CreateCircle _ -> CircleCreated.class;
            case UpdateCircle _ -> CircleUpdated.class;
            case DissolveCircle _ -> CircleDissolved.class;
            case JoinCircle _,
                    LeaveCircle _,
                    HandOver _,
                    AppointOfficer _,
                    RelieveOfficer _,
                    RenewCircle _,
                    LapseCircle _,
                    SuspendCircle _,
                    ReinstateCircle _ -> throw new IllegalArgumentException("told by RandomRosterTest");
        };
    }

    private static void fold(Told told, Decision<CircleEvent, CircleRejection> decision) {
        if (decision instanceof Accepted<CircleEvent, CircleRejection>(var events)) {
            for (var event : events) {
                told.state = Optional.of(DECIDER.evolve(told.state, event));
                told.history.add(event);
            }
        }
    }

    private static void assertState(String step, Told told) {
        assertThat(CircleSpecification.replayed(told.history)).as(step).isEqualTo(told.state);
        assertThat(told.history.size()).as(step).isEqualTo(told.plain.version());
        told.state.ifPresent(
                circle -> assertThat(PlainCircle.fieldsOf(circle)).as(step).isEqualTo(told.plain.fields()));
        assertThat(told.state.isPresent())
                .as(step)
                .isEqualTo(!told.plain.fields().isEmpty());
    }

    /** Guards the specification above: it would say little if the dice left something out. */
    @Test
    void theFixedSeedsRollEveryKindOfDecision() {
        var rejections = EnumSet.noneOf(CircleRejection.class);
        var kinds = new HashSet<Class<?>>();
        var nothing = 0;
        for (var seed = 1; seed <= 5; seed++) {
            var states = new HashMap<StreamId, Circle>();
            for (var addressed : new RandomCommands(seed).take(COMMANDS)) {
                var id = addressed.id();
                switch (DECIDER.decide(addressed.command(), Optional.ofNullable(states.get(id)))) {
                    case Rejected<CircleEvent, CircleRejection>(var rejection) -> rejections.add(rejection);
                    case Accepted<CircleEvent, CircleRejection>(var events) -> {
                        nothing += events.isEmpty() ? 1 : 0;
                        for (var event : events) {
                            kinds.add(event.getClass());
                            var before = Optional.ofNullable(states.get(id));
                            states.put(id, DECIDER.evolve(before, event));
                        }
                    }
                }
            }
        }
        assertThat(rejections)
                .as("all but what a rule over several circles refuses, and those of people")
                .isEqualTo(EnumSet.of(
                        CircleRejection.CIRCLE_ALREADY_EXISTS,
                        CircleRejection.CIRCLE_DOES_NOT_EXIST,
                        CircleRejection.CIRCLE_IS_DISSOLVED,
                        CircleRejection.UPDATE_NAMES_NO_FIELD));
        assertThat(kinds).containsExactlyInAnyOrder(CircleCreated.class, CircleUpdated.class, CircleDissolved.class);
        assertThat(nothing).isGreaterThan(20);
    }

    static LongStream seeds() {
        return Seeds.fixedAndOneFresh();
    }
}
