package io.ledger.core.feed;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sends events to listeners as they are recorded, each event once and in the order of the log. */
public interface LiveFeed {

    /**
     * Listens for what comes after a place, for the thread that calls and no other; empty when
     * there are as many listeners as there may be, or the feed is closed.
     */
    Optional<Listener> listen(FeedPlace after, FeedFilter filter);

    /** A listener, until it is closed. */
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

    /** What a listener receives. */
    sealed interface News {

        /**
         * New events.
         *
         * @param frames the events, in the form they are sent in; shared, so nobody changes them
         * @param upTo the place up to which the listener has received everything with these
         */
        record Events(List<byte[]> frames, FeedPlace upTo) implements News {

            public Events {
                frames = List.copyOf(frames);
            }
        }

        /**
         * No event in the time that it waited.
         *
         * @param upTo what the listener has heard of, and up to where nothing was for it
         */
        record Quiet(FeedPlace upTo) implements News {}

        /**
         * The listener is too far behind, or the log has another history: it has to connect again with the place of its
         * last event.
         */
        record Dropped() implements News {}

        /** The feed is closed. */
        record Closed() implements News {}
    }
}
