package io.ledger.core.decide;

import java.util.List;

/** What follows from a command: events, possibly none, or a broken rule. */
public sealed interface Decision<E, R> {

    /**
     * The command is allowed; without events it changes nothing. Also a stream that does not exist may be left as it is: the
     * outcome then has version 0.
     */
    record Accepted<E, R>(List<E> events) implements Decision<E, R> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** The command breaks a rule. */
    record Rejected<E, R>(R rejection) implements Decision<E, R> {}
}
