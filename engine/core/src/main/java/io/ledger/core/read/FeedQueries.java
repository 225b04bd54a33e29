package io.ledger.core.read;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.FeedPlace;
import io.ledger.core.feed.LiveFeed;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import java.util.List;
import java.util.Optional;

/**
 * Queries for all events, in pages or live.
 *
 * <p>A reader resumes after an event that it has seen. If there is another event at that position now, or none, the
 * reader has seen an end of the log that was lost, or another log. Then the events after it are not those that the
 * reader waits for, and the query is refused.
 */
public final class FeedQueries {

    private final EventFeed feed;
    private final LiveFeed live;
    private final Floor floor;

    public FeedQueries(EventFeed feed, LiveFeed live, Floor floor) {
        this.feed = feed;
        this.live = live;
        this.floor = floor;
    }

    /**
     * Reads events after a place, oldest first.
     *
     * @param after a place whose event is checked, or a position alone; one that the log does not have yet is taken for
     *     its end
     * @param limit 1 to {@link EventFeed#MAX_PAGE}
     * @throws OtherHistoryException when another event stands at {@code after}, or none
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws StoreUnavailableException when the store does not answer
     */
    public FeedPage page(FeedPlace after, FeedFilter filter, int limit, GlobalPosition atLeast) {
        var level = floor.level();
        var page = feed.after(after.position(), filter, limit);
        if (!after.fits(page.after())) {
            throw otherHistory(after);
        }
        var head = reached(page.head(), atLeast);
        if (page.head().isBefore(after.position())) {
            return new FeedPage(head, List.of(), Optional.of(end()), false);
        }
        if (!page.events().isEmpty()) {
            floor.raise(level, page.events().getLast().position());
        }
        var next = page.upTo().isBefore(head) ? Optional.of(FeedPlace.of(page.end())) : Optional.<FeedPlace>empty();
        var isFinal = next.isPresent() && filter.equals(FeedFilter.ALL) && isSound(page.events(), after.position());
        return new FeedPage(head, page.events(), next, isFinal);
    }

    /** Whether these events will never change: none is missing and each can be read, so there is nothing to repair. */
    private static boolean isSound(List<StoredEvent> events, GlobalPosition after) {
        var position = after.value();
        for (var event : events) {
            if (event.position().value() != ++position || event.unreadable().isPresent()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Where a listener begins: at the place that it names, or at the end of the log if it names a position alone that
     * the log does not have. Such a listener has seen a log that lost its end; it receives every event that is recorded
     * from now on.
     *
     * @throws OtherHistoryException when another event stands there, or none
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws StoreUnavailableException when the store does not answer
     */
    public FeedPlace beginning(FeedPlace after, GlobalPosition atLeast) {
        // After a restart all listeners reconnect at once, so what is known is not read for each of them.
        var known = reached(feed.known(), atLeast);
        if (after.check().isPresent()) {
            if (!after.fits(feed.at(after.position()))) {
                throw otherHistory(after);
            }
            return after;
        }
        var isKnown = !known.isBefore(after.position()) || !feed.head().isBefore(after.position());
        return isKnown ? after : end();
    }

    /**
     * Listens for events after a place; empty when there are too many listeners.
     *
     * <p>This does not raise the floor: with each event, every read of this server would have to wait until the read
     * model has it. A client that also reads sends the position of the event it received.
     *
     * @param after the {@link #beginning}
     */
    public Optional<LiveFeed.Listener> listen(FeedPlace after, FeedFilter filter) {
        return live.listen(after, filter);
    }

    private OtherHistoryException otherHistory(FeedPlace wanted) {
        return new OtherHistoryException(wanted, end());
    }

    private FeedPlace end() {
        return FeedPlace.of(feed.at(feed.head()));
    }

    /** An end of the log that is not before a position that a client has seen. */
    private GlobalPosition reached(GlobalPosition known, GlobalPosition seen) {
        if (!known.isBefore(seen)) {
            return known;
        }
        var head = feed.head();
        if (head.isBefore(seen)) {
            throw new PositionUnknownException(seen, head);
        }
        return head;
    }
}
