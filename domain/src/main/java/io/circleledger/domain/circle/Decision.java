package io.circleledger.domain.circle;

import java.util.List;

/** What became of a command. */
public sealed interface Decision {

    /** These events follow; none when the circle is already as the command wants it. */
    record Accepted(List<CircleEvent> events) implements Decision {

        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** The command breaks a rule and nothing follows. */
    record Rejected(CircleRejection rejection) implements Decision {}
}
