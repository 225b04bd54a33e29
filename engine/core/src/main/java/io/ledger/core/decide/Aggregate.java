package io.ledger.core.decide;

import io.ledger.core.StreamId;

/**
 * Everything that stores and handlers need to know about the streams of one category.
 *
 * @param category of the streams; part of every event's row, so it never changes
 * @param decider the rules
 * @param events how events are stored
 * @param states how states are stored in snapshots
 * @param tagger what events are also about, for rules over several streams
 */
public record Aggregate<C, S, E, R>(
        String category, Decider<C, S, E, R> decider, EventCodec<E> events, StateCodec<S> states, Tagger<S, E> tagger) {

    /** @throws IllegalArgumentException when the category has another shape than {@link StreamId} takes */
    public Aggregate {
        if (!StreamId.isCategory(category)) {
            throw new IllegalArgumentException("A category is 1 to 32 lower-case letters, digits and hyphens");
        }
    }

    /** One whose events have no tags. */
    public Aggregate(String category, Decider<C, S, E, R> decider, EventCodec<E> events, StateCodec<S> states) {
        this(category, decider, events, states, Tagger.none());
    }

    /** The same with tags. */
    public Aggregate<C, S, E, R> tagged(Tagger<S, E> by) {
        return new Aggregate<>(category, decider, events, states, by);
    }
}
