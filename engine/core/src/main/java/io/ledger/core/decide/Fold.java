package io.ledger.core.decide;

import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import java.util.Optional;

/**
 * Folds the events of a stream to a state, one after the other. Immutable.
 *
 * <p>This is the only place that counts versions: the next event must have the next version, and the decider must
 * accept it in {@code evolve}.
 *
 * @param version the number of events folded, 0 before the first
 * @param state empty before the first event
 */
public record Fold<S, E>(Aggregate<?, S, E, ?> aggregate, StreamId stream, int version, Optional<S> state) {

    /** The fold before the first event. */
    public static <S, E> Fold<S, E> start(Aggregate<?, S, E, ?> aggregate, StreamId stream) {
        return new Fold<>(aggregate, stream, 0, Optional.empty());
    }

    /** The fold that continues from a known state, such as that of a snapshot. */
    public static <S, E> Fold<S, E> from(Aggregate<?, S, E, ?> aggregate, StreamId stream, int version, S state) {
        return new Fold<>(aggregate, stream, version, Optional.of(state));
    }

    /**
     * After the next event.
     *
     * @param eventVersion the version that the event is stored with
     * @throws CorruptStreamException when a version is missing, or the event cannot be read or does not fit
     */
    public Fold<S, E> then(int eventVersion, Parsed<E> event) {
        var next = version + 1;
        if (eventVersion != next) {
            throw new CorruptStreamException(stream, next, "the event is missing; the next is " + eventVersion);
        }
        return switch (event) {
            case Parsed.Valid<E>(var valid) -> then(valid);
            case Parsed.Invalid<E>(var reason) -> throw new CorruptStreamException(stream, next, reason);
        };
    }

    /**
     * After the next event.
     *
     * @throws CorruptStreamException when the event does not fit
     */
    public Fold<S, E> then(E event) {
        try {
            var after = aggregate.decider().evolve(state, event);
            return new Fold<>(aggregate, stream, version + 1, Optional.of(after));
        } catch (ImpossibleEventException impossible) {
            throw new CorruptStreamException(stream, version + 1, impossible.reason());
        }
    }

    /**
     * The fold after several events, oldest first.
     *
     * @throws CorruptStreamException when the history breaks the rules
     */
    public Fold<S, E> thenAll(Iterable<E> events) {
        var fold = this;
        for (var event : events) {
            fold = fold.then(event);
        }
        return fold;
    }
}
