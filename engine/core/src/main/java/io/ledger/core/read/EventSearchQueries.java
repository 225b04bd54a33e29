package io.ledger.core.read;

import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.EventSearch;
import io.ledger.core.feed.EventSearch.EventCriteria;
import io.ledger.core.feed.FeedPlace;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import java.util.List;
import java.util.Optional;

/** Finds events of the log by who caused them and when. */
public final class EventSearchQueries {

    private final EventSearch search;
    private final EventFeed feed;

    public EventSearchQueries(EventSearch search, EventFeed feed) {
        this.search = search;
        this.feed = feed;
    }

    /**
     * Events that were found.
     *
     * @param completeTo every event up to here was looked at, or will be on the pages that follow
     * @param next where the next page begins; empty when there is none
     */
    public record EventSearchPage(GlobalPosition completeTo, List<StoredEvent> events, Optional<FeedPlace> next) {}

    /**
     * Finds events.
     *
     * @param after where the page before ended
     * @param limit 1 to {@link EventFeed#MAX_PAGE}
     * @throws OtherHistoryException when another event stands at {@code after}, or none
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    public EventSearchPage find(EventCriteria criteria, Optional<FeedPlace> after, int limit, GlobalPosition atLeast) {
        var checked = after.filter(place -> place.check().isPresent());
        if (checked.isPresent() && !checked.get().fits(feed.at(checked.get().position()))) {
            throw new OtherHistoryException(checked.get(), FeedPlace.of(feed.at(feed.head())));
        }
        var page = search.page(criteria, after.map(FeedPlace::position), limit);
        if (page.head().isBefore(atLeast)) {
            throw new PositionUnknownException(atLeast, page.head());
        }
        return new EventSearchPage(page.head(), page.events(), page.next().map(next -> FeedPlace.of(feed.at(next))));
    }
}
