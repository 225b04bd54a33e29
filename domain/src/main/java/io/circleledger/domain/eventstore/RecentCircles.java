package io.circleledger.domain.eventstore;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.eventstore.StoredCircle.Latest;
import java.util.Optional;

/**
 * Circles as they were when they were last read or changed here, a bounded number of them.
 *
 * <p>What is remembered was true once and may be behind: another server may have appended since. So
 * it may be used only where something else has the last word, as the event store has about an append.
 *
 * <p>When the log turns out to have another history, everything is forgotten and a new <em>era</em> begins. Whoever reads or
 * changes a circle takes the era first. What comes back from an earlier era is not remembered.
 */
public interface RecentCircles {

    /** Remembers nothing. */
    RecentCircles NONE = new RecentCircles() {

        @Override
        public Optional<Latest> find(StreamId id) {
            return Optional.empty();
        }

        @Override
        public long era() {
            return 0;
        }

        @Override
        public void remember(Latest latest, long era) {}

        @Override
        public void forget(StreamId id) {}

        @Override
        public void forgetAll() {}
    };

    /** The circle as it was, empty when it is not remembered. */
    Optional<Latest> find(StreamId id);

    /** The present era, to be taken before the log is read or appended to. */
    long era();

    /**
     * Remembers a circle, unless a later version of it is remembered already; of the same version the last one told.
     *
     * @param era the one in which the log was asked; nothing is remembered when it has ended
     */
    void remember(Latest latest, long era);

    /** Forgets a circle that turned out to be behind. */
    void forget(StreamId id);

    /** Forgets all circles and begins a new era. */
    void forgetAll();
}
