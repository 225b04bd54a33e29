package io.ledger.core.stream;

import io.ledger.core.StreamId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** When events of a stream happened, for states that remember events by their versions. */
@FunctionalInterface
public interface EventTimes {

    /**
     * The times of some events by version; those that there are.
     *
     * @param versions at most {@link Histories#MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Map<Integer, Instant> of(StreamId stream, Collection<Integer> versions);
}
