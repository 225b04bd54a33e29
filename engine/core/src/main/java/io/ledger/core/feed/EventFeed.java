package io.ledger.core.feed;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import java.util.List;

/**
 * The log of all events for readers outside of the ledger: only what no crash takes back.
 *
 * <p>A database may show a commit a moment before it is on disk. A projection is built anew when the
 * log turns out to be another one; somebody outside who was told of an event cannot be told that
 * it never was.
 */
public interface EventFeed {

    /** How many events one page may have. */
    int MAX_PAGE = 1_000;

    /** How many positions one page is looked for in, so that a filter that nothing passes has an end. */
    int MAX_SCAN = 20_000;

    /**
     * Some of the events after a position.
     *
     * @param after what stands at that position; whoever knew another event there has read another history of the log,
     *     and these events do not follow it
     * @param end every event up to here that the filter takes is in this page or before it
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
     * Reads events after a position, oldest first. A page that is not full may be followed by others:
     * the log goes on when {@code end} is before {@code head}.
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
     * What stands at a position; a place without an event when nothing does.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    LogPlace at(GlobalPosition position);

    /** A position that the log is known to reach, told without asking the store. */
    GlobalPosition known();
}
