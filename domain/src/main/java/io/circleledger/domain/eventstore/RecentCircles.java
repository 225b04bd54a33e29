package io.circleledger.domain.eventstore;

import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.eventstore.StoredCircle.Latest;
import java.util.Optional;

/**
 * Circles as they were when they were last read or changed here, a bounded number of them.
 *
 * <p>What is remembered was true once and may be behind: another server may have appended since. So
 * it may be used only where something else has the last word, as the event store has about an append.
 */
public interface RecentCircles {

    /** Remembers nothing. */
    RecentCircles NONE = new RecentCircles() {

        @Override
        public Optional<Latest> find(CircleId id) {
            return Optional.empty();
        }

        @Override
        public void remember(Latest latest) {}

        @Override
        public void forget(CircleId id) {}
    };

    /** The circle as it was, empty when it is not remembered. */
    Optional<Latest> find(CircleId id);

    /** Remembers a circle, unless a later version of it is remembered already; of the same version the last one told. */
    void remember(Latest latest);

    /** Forgets a circle that turned out to be behind. */
    void forget(CircleId id);
}
