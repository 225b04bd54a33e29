package io.ledger.core.feed;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.stream.Versioned;
import java.util.Collection;
import java.util.List;

/**
 * Takes over the events of another ledger, each as that one told of it.
 *
 * @param <S> states of the category whose events are read
 * @param <E> events of that category
 */
public interface EventImport<S, E> {

    /** How many events are taken over at once. */
    int MAX_PAGE = 1_000;

    /** The event as this server reads it, or why it cannot. */
    LogEntry<E> read(StoredEvent event);

    /**
     * Records events with the positions, ids and times they have, all of them or none.
     *
     * @param after the end of the log that they follow
     * @param events 1 to {@link #MAX_PAGE}, by position
     * @param snapshots states as the last of these events left them
     * @return whether the log still ended there; if not, nothing was recorded
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     * @throws IllegalStateException when the log has one of these events already
     */
    boolean append(GlobalPosition after, List<StoredEvent> events, Collection<Versioned<S>> snapshots);
}
