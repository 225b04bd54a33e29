package io.circleledger.query;

import io.circleledger.domain.StoreUnavailableException;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.feed.EventFeed;
import io.circleledger.domain.feed.FeedFilter;
import io.circleledger.domain.feed.LiveFeed;
import io.circleledger.domain.feed.StoredEvent;
import java.util.List;
import java.util.Optional;

/**
 * Tells of all events, in pages or as they happen.
 *
 * <p>Where a reader goes on is a position it has seen. One that the log does not reach is from a log
 * that was lost, or from another, and what this log records there next is none of what the reader
 * waits for.
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
     * Reads events after a position, oldest first.
     *
     * @param limit 1 to {@link EventFeed#MAX_PAGE}
     * @throws ReadModelBehindException when the log ends before {@code after} or {@code atLeast}
     * @throws StoreUnavailableException when the store does not answer
     */
    public FeedPage page(GlobalPosition after, FeedFilter filter, int limit, GlobalPosition atLeast) {
        var page = feed.after(after, filter, limit);
        var head = reached(page.head(), later(after, atLeast));
        if (!page.events().isEmpty()) {
            floor.raise(page.events().getLast().position());
        }
        var next = page.upTo().isBefore(head) ? Optional.of(page.upTo()) : Optional.<GlobalPosition>empty();
        var isFinal = next.isPresent() && filter.equals(FeedFilter.ALL) && isSound(page.events(), after);
        return new FeedPage(head, page.events(), next, isFinal);
    }

    /** Whether nobody will want to mend these events: none is missing and each can be read. */
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
     * Listens for events after a position; empty when nobody more may listen.
     *
     * <p>This does not raise the floor: with each event, every read of this server would have to wait
     * until the read model has it. A listener that reads sends the position it was told.
     *
     * @throws ReadModelBehindException when the log ends before {@code after} or {@code atLeast}
     * @throws StoreUnavailableException when the store does not answer
     */
    public Optional<LiveFeed.Listener> listen(GlobalPosition after, FeedFilter filter, GlobalPosition atLeast) {
        // When a server is back, all its listeners come at once: the store is not asked for each of them.
        reached(feed.known(), later(after, atLeast));
        return live.listen(after, filter);
    }

    /** An end of the log that is not before what somebody has seen. */
    private GlobalPosition reached(GlobalPosition known, GlobalPosition seen) {
        if (!known.isBefore(seen)) {
            return known;
        }
        var head = feed.head();
        if (head.isBefore(seen)) {
            throw new ReadModelBehindException(seen, head);
        }
        return head;
    }

    private static GlobalPosition later(GlobalPosition one, GlobalPosition other) {
        return one.isBefore(other) ? other : one;
    }
}
