package io.circleledger.domain.readmodel;

import io.ledger.core.stream.StreamId;
import io.ledger.core.log.GlobalPosition;
import java.util.List;
import java.util.Optional;

/** The read model as queries see it. */
public interface CircleViews {

    /** How many circles one page may have. */
    int MAX_PAGE = 1_000;

    /**
     * A circle in the read model.
     *
     * @param completeTo every event up to here is in the answer; later ones may be
     * @param view empty when the read model has no such circle
     */
    record Found(GlobalPosition completeTo, Optional<CircleView> view) {}

    /**
     * One circle of a page.
     *
     * @param createdAt where its creation stands in the log: its place in the list
     * @param view empty when the list knows the circle and its document is missing
     */
    record Listed(GlobalPosition createdAt, StreamId id, Optional<CircleView> view) {}

    /**
     * Some circles in the order of their creation, all seen at one moment.
     *
     * @param hasMore whether others follow the last one
     */
    record Page(GlobalPosition completeTo, List<Listed> circles, boolean hasMore) {

        public Page {
            circles = List.copyOf(circles);
        }
    }

    /**
     * Finds one circle, in one call.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Found find(StreamId id);

    /**
     * Finds one circle, possibly as it was a moment ago.
     *
     * @param atLeast an earlier answer may be given again if it is complete to this position
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    default Found find(StreamId id, GlobalPosition atLeast) {
        return find(id);
    }

    /**
     * Reads the circles created after a position, in one call whose cost does not depend on it.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Page page(GlobalPosition createdAfter, int limit);
}
