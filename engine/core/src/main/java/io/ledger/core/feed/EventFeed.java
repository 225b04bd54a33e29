package io.ledger.core.feed;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import java.util.List;

/**
 * The log of all events for readers outside of the ledger: only events that no crash can undo.
 *
 * <p>A database may show a commit a moment before it is on disk. A projection is rebuilt when the log loses an event;
 * but an event that was sent to an outside reader cannot be revoked.
 */
public interface EventFeed {

    /** How many events one page may have. */
    int MAX_PAGE = 1_000;

    /** How many positions one page is looked for in, so that a filter that nothing passes has an end. */
    int MAX_SCAN = 20_000;

    /**
     * Some of the events after a position.
     *
     * @param after the event at that position; a reader that has seen another event there has read another history of
     *     the log, and these events do not follow it
     * @param end every event up to here that matches the filter is in this page or before it
     * @param head an end of the log, not before {@code end} unless the log ends before the page
     */
    record FeedSlice(List<StoredEvent> events, LogPlace after, LogPlace end, GlobalPosition head) {

        public FeedSlice {
            events = List.copyOf(events);
        }

        /** The position of the page's end. */
        public GlobalPosition upTo() {
            return end.position();
        }
    }

    /**
     * Reads events after a position, oldest first. A page that is not full may be followed by others: the log has later
     * events when {@code end} is before {@code head}.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    FeedSlice after(GlobalPosition position, FeedFilter filter, int limit);

    /**
     * The position of the last event, {@link GlobalPosition#START} when there is none.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    GlobalPosition head();

    /**
     * The event at a position; a place without an event if there is none.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    LogPlace at(GlobalPosition position);

    /** A position that the log is known to reach, returned without asking the store. */
    GlobalPosition known();
}
