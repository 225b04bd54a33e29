package io.ledger.core.read;

import io.ledger.core.feed.FeedPlace;

/** Where a reader of the feed wants to go on, another event stands now, or none. */
public final class OtherHistoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient FeedPlace end;

    /** @param end the present end of the log */
    public OtherHistoryException(FeedPlace wanted, FeedPlace end) {
        super(
                "Position %s does not have the event that was there: the log has lost its end, and ends at position %s"
                        .formatted(wanted.position(), end.position()),
                null,
                false,
                false);
        this.end = end;
    }

    /** The present end of the log. */
    public FeedPlace end() {
        return end;
    }
}
