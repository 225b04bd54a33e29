package io.circleledger.domain.feed;

import io.ledger.core.stream.StreamId;
import java.util.Optional;
import java.util.Set;

/**
 * Which events somebody wants to be told of.
 *
 * @param circle those of one circle, or of all
 * @param types those of these types, or of all when there are none
 */
public record FeedFilter(Optional<StreamId> circle, Set<String> types) {

    /** Every event. */
    public static final FeedFilter ALL = new FeedFilter(Optional.empty(), Set.of());

    public FeedFilter {
        types = Set.copyOf(types);
    }

    public boolean takes(String circleId, String eventType) {
        return (circle.isEmpty() || circle.get().id().equals(circleId))
                && (types.isEmpty() || types.contains(eventType));
    }
}
