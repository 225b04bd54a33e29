package io.ledger.core.feed;

import io.ledger.core.StreamId;
import java.util.Optional;
import java.util.Set;

/**
 * A filter for events of the feed.
 *
 * @param stream those of one stream, or of all
 * @param types those of these types, or of all when there are none
 */
public record FeedFilter(Optional<StreamId> stream, Set<String> types) {

    /** Every event. */
    public static final FeedFilter ALL = new FeedFilter(Optional.empty(), Set.of());

    public FeedFilter {
        types = Set.copyOf(types);
    }

    public boolean takes(String streamId, String eventType) {
        return (stream.isEmpty() || stream.get().id().equals(streamId))
                && (types.isEmpty() || types.contains(eventType));
    }
}
