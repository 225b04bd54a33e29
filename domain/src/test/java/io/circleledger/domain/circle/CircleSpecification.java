package io.circleledger.domain.circle;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.decide.Decision;
import io.ledger.core.decide.Decision.Accepted;
import io.ledger.core.decide.Decision.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules as sentences: given these events, when this command, then those events or a rejection. */
final class CircleSpecification {

    private static final CircleDecider DECIDER = new CircleDecider();

    private CircleSpecification() {}

    /** The circle that a history makes, empty when nothing has happened. */
    static Optional<Circle> replayed(List<CircleEvent> history) {
        var circle = Optional.<Circle>empty();
        for (var event : history) {
            circle = Optional.of(DECIDER.evolve(circle, event));
        }
        return circle;
    }

    static Given given(CircleEvent... history) {
        return new Given(List.of(history));
    }

    /** What has happened to the circle so far. */
    record Given(List<CircleEvent> history) {

        When when(CircleCommand command) {
            return new When(history, command);
        }
    }

    /** What somebody wants now. */
    record When(List<CircleEvent> history, CircleCommand command) {

        /** These events follow, and the history keeps the rules with them. */
        void then(CircleEvent... expected) {
            assertThat(decision()).isEqualTo(new Accepted<>(List.of(expected)));
            var whole = new ArrayList<>(history);
            whole.addAll(List.of(expected));
            assertThat(replayed(whole)).isPresent();
        }

        void then(CircleRejection expected) {
            assertThat(decision()).isEqualTo(new Rejected<>(expected));
        }

        void thenNothingHappens() {
            assertThat(decision()).isEqualTo(new Accepted<>(List.of()));
        }

        private Decision<CircleEvent, CircleRejection> decision() {
            return DECIDER.decide(command, replayed(history));
        }
    }
}
