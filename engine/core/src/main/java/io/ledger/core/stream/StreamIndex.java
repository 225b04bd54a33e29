package io.ledger.core.stream;

import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The streams of a category in the log, and which of them are shown, found without folding them. Lists are compared
 * with it.
 */
public interface StreamIndex {

    /** How many streams one page may have. */
    int MAX_PAGE = 1_000;

    /**
     * When a stream was created and whether it is shown, by the types of its events.
     *
     * @param createdAt the place of its first event
     * @param changedAt the place of its last event
     */
    record Lifespan(String streamId, GlobalPosition createdAt, GlobalPosition changedAt, boolean isShown) {}

    /**
     * Reads streams in the order of their ids.
     *
     * @param streamId they come after this one; empty for the first page
     * @param limit 1 to {@link #MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    List<Lifespan> after(String streamId, int limit);

    /**
     * Reads some streams; whichever is absent has no first event.
     *
     * @param ids at most {@link #MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Map<String, Lifespan> of(Collection<StreamId> ids);

    /**
     * How many more streams are shown after the events between two positions than before them.
     *
     * @param after the first event is the one after this position
     * @param to the last event
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    long growth(GlobalPosition after, GlobalPosition to);
}
