package io.ledger.core.feed;

import io.ledger.core.log.GlobalPosition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The log of all events for people who look for some of them: by whom, when, and the newest first.
 *
 * <p>As in the feed, nothing is told that a crash could take back.
 */
public interface EventSearch {

    /** How many positions one page is looked for in, so that an actor who never was costs no more than this. */
    int MAX_SCAN = EventFeed.MAX_SCAN;

    /**
     * Which events, and in which order.
     *
     * @param actor who caused them, exactly
     * @param from not before this time
     * @param to not after this time
     */
    record EventCriteria(
            FeedFilter filter,
            Optional<String> actor,
            Optional<Instant> from,
            Optional<Instant> to,
            boolean newestFirst) {}

    /**
     * Some of the events. A page that is not full, or empty, may be followed by others.
     *
     * @param next after which position to go on in the same order, empty when there are no more
     * @param head an end of the log that was seen
     */
    record FoundEvents(List<StoredEvent> events, Optional<GlobalPosition> next, GlobalPosition head) {

        public FoundEvents {
            events = List.copyOf(events);
        }
    }

    /**
     * Finds events.
     *
     * @param after where the page before ended; in descending order what follows is before it in the log
     * @param limit 1 to {@link EventFeed#MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    FoundEvents page(EventCriteria criteria, Optional<GlobalPosition> after, int limit);
}
