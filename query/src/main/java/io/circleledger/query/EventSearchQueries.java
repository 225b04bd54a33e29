package io.circleledger.query;

import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.feed.EventSearch;
import io.circleledger.domain.feed.EventSearch.Criteria;
import io.circleledger.domain.feed.EventSearch.Page;
import java.util.Optional;

/** Finds events of the log by who caused them and when. */
public final class EventSearchQueries {

    private final EventSearch search;

    public EventSearchQueries(EventSearch search) {
        this.search = search;
    }

    /**
     * Finds events.
     *
     * @param after where the page before ended
     * @param limit 1 to {@link io.circleledger.domain.feed.EventFeed#MAX_PAGE}
     * @throws ReadModelBehindException when the log ends before {@code atLeast}
     * @throws io.circleledger.domain.StoreUnavailableException when the store does not answer
     */
    public Page find(Criteria criteria, Optional<GlobalPosition> after, int limit, GlobalPosition atLeast) {
        var page = search.page(criteria, after, limit);
        if (page.head().isBefore(atLeast)) {
            throw new ReadModelBehindException(atLeast, page.head());
        }
        return page;
    }
}
