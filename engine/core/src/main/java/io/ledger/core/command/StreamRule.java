package io.ledger.core.command;

import io.ledger.core.StreamId;
import io.ledger.core.stream.AppendCondition;
import java.util.List;
import java.util.Optional;

/**
 * A rule over several streams, checked after the stream's own decider has accepted a command.
 *
 * <p>{@code check} reads what the rule needs from the log and returns the conditions under which its finding stays
 * true. The conditions are checked when the events are recorded, so a race cannot break the rule. A rule that can name
 * such conditions without reading returns them from {@code presumed}.
 *
 * @param <S> states
 * @param <E> events
 * @param <R> rejections
 */
@FunctionalInterface
public interface StreamRule<S, E, R> {

    /** The result of checking a rule. */
    sealed interface Finding<R> {

        /** The events may be recorded, as long as these conditions hold. */
        record Kept<R>(List<AppendCondition> conditions) implements Finding<R> {}

        /**
         * The events would break the rule.
         *
         * @param other the stream that they conflict with
         */
        record Broken<R>(R rejection, StreamId other) implements Finding<R> {}
    }

    /**
     * Checks events that a command has produced.
     *
     * @param before the state that they were decided on, empty before the first event
     * @param events at least one
     */
    Finding<R> check(StreamId stream, Optional<S> before, List<E> events);

    /**
     * Conditions under which the events keep the rule, named without reading anything. Use them for what nearly always
     * holds, such as "no event has this tag". If one fails, the append is refused and the rule is checked.
     *
     * @return empty when the rule must be checked
     */
    default Optional<List<AppendCondition>> presumed(StreamId stream, Optional<S> before, List<E> events) {
        return Optional.empty();
    }
}
