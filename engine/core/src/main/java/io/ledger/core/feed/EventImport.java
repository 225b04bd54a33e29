package io.ledger.core.feed;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.StateCodec;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.stream.Versioned;
import java.util.Collection;
import java.util.List;

/** Takes over the events of another ledger, each as that one told of it. */
public interface EventImport {

    /** How many events are taken over at once. */
    int MAX_PAGE = 1_000;

    /**
     * A state to be kept as a snapshot.
     *
     * @param codec how it is stored
     */
    record ImportedState<S>(StateCodec<S> codec, Versioned<S> latest) {}

    /**
     * The event as a reader of one category reads it, or why it cannot.
     *
     * @param aggregate of that category
     */
    <E> LogEntry<E> read(StoredEvent event, Aggregate<?, ?, E, ?> aggregate);

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
    boolean append(GlobalPosition after, List<StoredEvent> events, Collection<ImportedState<?>> snapshots);
}
