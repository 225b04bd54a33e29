package io.ledger.core.decide;

import io.ledger.core.stream.StreamId;

/**
 * Everything that stores and handlers need to know about the streams of one category.
 *
 * @param category of the streams; part of every event's row, so it never changes
 * @param decider the rules
 * @param events how events are stored
 * @param states how states are stored in snapshots
 */
public record Aggregate<C, S, E, R>(
        String category, Decider<C, S, E, R> decider, EventCodec<E> events, StateCodec<S> states) {

    /** @throws IllegalArgumentException when the category has another shape than {@link StreamId} takes */
    public Aggregate {
        if (!StreamId.isCategory(category)) {
            throw new IllegalArgumentException("A category is 1 to 32 lower-case letters, digits and hyphens");
        }
    }
}
