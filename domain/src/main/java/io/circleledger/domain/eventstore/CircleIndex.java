package io.circleledger.domain.eventstore;

import io.ledger.core.stream.StreamId;
import io.ledger.core.log.GlobalPosition;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Which circles the log has and which of them live, told without folding them: for those who compare lists. */
public interface CircleIndex {

    /** How many circles one page may have. */
    int MAX_PAGE = 1_000;

    /**
     * When a circle came and whether it lives, as the types of its events say.
     *
     * @param createdAt the place of its first event
     * @param changedAt the place of its last event
     */
    record Lifespan(String circleId, GlobalPosition createdAt, GlobalPosition changedAt, boolean isLiving) {}

    /**
     * Reads circles in the order of their ids.
     *
     * @param circleId they come after this one; empty for the first page
     * @param limit 1 to {@link #MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    List<Lifespan> after(String circleId, int limit);

    /**
     * Reads some circles; whoever is absent has no first event.
     *
     * @param ids at most {@link #MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Map<String, Lifespan> of(Collection<StreamId> ids);

    /**
     * How many more circles live after the events between two positions than before them.
     *
     * @param after the first event is the one after this position
     * @param to the last event
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    long growth(GlobalPosition after, GlobalPosition to);
}
