package io.ledger.testkit;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * An aggregate with events to try stores with.
 *
 * @param created a first event; its payload should have text that is easily spoiled on the way
 * @param changed further events by number, from 1: each may follow any other, and each makes another state
 */
public record Sample<S, E>(Aggregate<?, S, E, ?> aggregate, E created, IntFunction<E> changed) {

    /** A first event and as many further ones as it takes for a stream of a version. */
    public List<E> history(int version) {
        var events = new ArrayList<E>();
        events.add(created);
        for (var number = 2; number <= version; number++) {
            events.add(changed.apply(number));
        }
        return events;
    }

    /** The state that a history leads to. */
    public S state(StreamId stream, List<E> history) {
        return Fold.start(aggregate, stream).thenAll(history).state().orElseThrow();
    }
}
