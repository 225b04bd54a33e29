package io.circleledger.domain.circle;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Decision.Accepted;
import io.circleledger.domain.circle.Decision.Rejected;
import java.util.ArrayList;
import java.util.List;

/** Rules as sentences: given these events, when this command, then those events or a rejection. */
final class CircleSpecification {

    private CircleSpecification() {}

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
            assertThat(decision()).isEqualTo(new Accepted(List.of(expected)));
            var whole = new ArrayList<>(history);
            whole.addAll(List.of(expected));
            assertThat(CircleDecider.replay(command.circleId(), whole))
                    .hasValueSatisfying(circle -> assertThat(circle.version()).isEqualTo(whole.size()));
        }

        void then(CircleRejection expected) {
            assertThat(decision()).isEqualTo(new Rejected(expected));
        }

        void thenNothingHappens() {
            assertThat(decision()).isEqualTo(new Accepted(List.of()));
        }

        private Decision decision() {
            return CircleDecider.decide(command, CircleDecider.replay(command.circleId(), history));
        }
    }
}
