package io.ledger.http.server;

import io.ledger.core.feed.FeedPlace;
import io.ledger.core.feed.LiveFeed;
import io.ledger.core.feed.LiveFeed.Listener;
import io.ledger.core.feed.LiveFeed.News.Closed;
import io.ledger.core.feed.LiveFeed.News.Events;
import io.ledger.core.feed.LiveFeed.News.Quiet;
import io.ledger.core.log.GlobalPosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What listeners of a test hear, until it is closed. */
public final class NoteNews {

    private final List<String> told = new ArrayList<>();
    private boolean closed;

    /**
     * Tells all listeners.
     *
     * @param data one line
     */
    public synchronized void add(String data) {
        told.add(data);
        notifyAll();
    }

    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized List<String> all() {
        return List.copyOf(told);
    }

    Listener listener() {
        return new Listener() {

            private int heard;

            @Override
            public LiveFeed.News next(Duration longest) throws InterruptedException {
                synchronized (NoteNews.this) {
                    if (!closed && heard == told.size()) {
                        NoteNews.this.wait(Math.max(1, longest.toMillis()));
                    }
                    if (closed) {
                        return new Closed();
                    }
                    if (heard == told.size()) {
                        return new Quiet(place());
                    }
                    heard++;
                    var frame = "id: %d\ndata: %s\n\n".formatted(heard, told.get(heard - 1));
                    return new Events(List.of(frame.getBytes(StandardCharsets.UTF_8)), place());
                }
            }

            private FeedPlace place() {
                return FeedPlace.unchecked(new GlobalPosition(heard));
            }

            @Override
            public void stalled() {
                throw new AssertionError("every client of these tests reads");
            }

            @Override
            public void close() {}
        };
    }
}
