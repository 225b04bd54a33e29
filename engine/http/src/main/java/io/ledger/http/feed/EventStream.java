package io.ledger.http.feed;

import io.ledger.core.feed.FeedPlace;
import io.ledger.core.feed.LiveFeed.Listener;
import io.ledger.core.feed.LiveFeed.News;
import io.ledger.http.answer.StreamedAnswer;
import io.ledger.http.transport.ClientConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Sends a listener what it hears, until the feed ends or the listener no longer takes it.
 *
 * <p>That a client is gone only shows when something is sent, so something is sent now and then. What
 * does not get through in time ends the stream, since the connection is closed.
 */
public final class EventStream implements StreamedAnswer.Body {

    private final Listener listener;
    private final Duration silence;

    /** What the client knows as the place to go on after. */
    private FeedPlace told;

    /**
     * A stream of what a listener hears.
     *
     * @param after where the client begins
     * @param silence how long nothing is sent when there is nothing to tell
     */
    public EventStream(Listener listener, FeedPlace after, Duration silence) {
        this.listener = listener;
        this.told = after;
        this.silence = silence;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException, InterruptedException {
        send(out, ServerSentEvents.opening());
        var sentNanos = System.nanoTime();
        while (true) {
            var rest = silence.minusNanos(System.nanoTime() - sentNanos);
            switch (listener.next(rest.isNegative() ? Duration.ZERO : rest)) {
                case News.Events(var frames, var upTo) -> {
                    send(out, frames.toArray(byte[][]::new));
                    told = upTo;
                    sentNanos = System.nanoTime();
                }
                case News.Quiet(var upTo) -> {
                    if (System.nanoTime() - sentNanos >= silence.toNanos()) {
                        send(out, upTo.equals(told) ? ServerSentEvents.comment() : ServerSentEvents.place(upTo));
                        told = upTo;
                        sentNanos = System.nanoTime();
                    }
                }
                case News.Dropped _, News.Closed _ -> {
                    return;
                }
            }
        }
    }

    private void send(OutputStream out, byte[]... frames) throws IOException {
        try {
            for (var frame : frames) {
                out.write(frame);
            }
            out.flush();
        } finally {
            if (ClientConnection.current().isGivenUp()) {
                listener.stalled();
            }
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
