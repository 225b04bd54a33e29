package io.ledger.core.feed;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tells listeners of events as they are recorded, each event once and in the order of the log. */
public interface LiveFeed {

    /**
     * Listens for what comes after a place, for the thread that calls and no other; empty when
     * there are as many listeners as there may be, or the feed is closed.
     */
    Optional<Listener> listen(FeedPlace after, FeedFilter filter);

    /** Somebody who listens, until it is closed. */
    interface Listener extends AutoCloseable {

        /**
         * Waits for events.
         *
         * @param longest how long at most
         */
        News next(Duration longest) throws InterruptedException;

        /** Counts this listener as one that did not take what it was sent. */
        void stalled();

        /** Stops to listen. */
        @Override
        void close();
    }

    /** What a listener hears. */
    sealed interface News {

        /**
         * Something happened.
         *
         * @param frames the events, in the form they are sent in; shared, so nobody changes them
         * @param upTo what the listener has heard of with these
         */
        record Events(List<byte[]> frames, FeedPlace upTo) implements News {

            public Events {
                frames = List.copyOf(frames);
            }
        }

        /**
         * Nothing, for as long as it waited.
         *
         * @param upTo what the listener has heard of, and up to where nothing was for it
         */
        record Quiet(FeedPlace upTo) implements News {}

        /**
         * The listener is too far behind, or the log has another history: it has to come back, and say again what it
         * has heard of.
         */
        record Dropped() implements News {}

        /** The feed is closed. */
        record Closed() implements News {}
    }
}
