package io.ledger.core.command;

import io.ledger.core.StreamId;
import io.ledger.core.stream.AppendCondition;
import java.util.List;
import java.util.Optional;

/**
 * A rule over several streams, looked at after a stream's own decider has accepted a command.
 *
 * <p>It reads what it needs from the log and answers with the conditions under which its answer stays true. Those are
 * checked when the events are recorded, so that the rule cannot be broken by a race.
 *
 * @param <S> states
 * @param <E> events
 * @param <R> rejections
 */
@FunctionalInterface
public interface StreamRule<S, E, R> {

    /** What a rule says. */
    sealed interface Finding<R> {

        /** The events may be recorded, as long as these conditions hold. */
        record Kept<R>(List<AppendCondition> conditions) implements Finding<R> {}

        /** The events would break the rule, because of another stream. */
        record Broken<R>(R rejection, StreamId other) implements Finding<R> {}
    }

    /**
     * Looks at events that a command has led to.
     *
     * @param before the state that they were decided on, empty before the first event
     * @param events at least one
     */
    Finding<R> check(StreamId stream, Optional<S> before, List<E> events);

    /**
     * Conditions under which the events keep the rule, told without reading anything. They are for what is most often so:
     * "nothing has this tag at all". If one fails, the rule is checked; that costs a refused append.
     *
     * @return empty when the rule must be checked
     */
    default Optional<List<AppendCondition>> presumed(StreamId stream, Optional<S> before, List<E> events) {
        return Optional.empty();
    }
}
