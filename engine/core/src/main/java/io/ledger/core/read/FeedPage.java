package io.ledger.core.read;

import io.ledger.core.feed.FeedPlace;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import java.util.List;
import java.util.Optional;

/**
 * Some of all events, oldest first.
 *
 * @param completeTo an end of the log that was seen; what was recorded up to there can be asked for
 * @param next after which place to ask for those that follow, empty at the end of the log
 * @param isFinal whether the same question has this answer for ever
 */
public record FeedPage(GlobalPosition completeTo, List<StoredEvent> events, Optional<FeedPlace> next, boolean isFinal) {

    public FeedPage {
        events = List.copyOf(events);
    }
}
