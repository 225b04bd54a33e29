package io.ledger.http.feed;

import io.ledger.core.feed.FeedPlace;
import io.ledger.core.feed.StoredEvent;
import io.ledger.http.HttpLimits;
import java.nio.charset.StandardCharsets;

/** The frames of a stream of events, as the HTML standard describes {@code text/event-stream}. */
public final class ServerSentEvents {

    private ServerSentEvents() {}

    /** An event under its {@link FeedPlace}, which a client sends as {@code Last-Event-ID} to go on after it. */
    public static byte[] event(StoredEvent event) {
        return bytes("id: " + FeedPlace.of(event.place()) + "\ndata: " + CloudEventCodec.encode(event) + "\n\n");
    }

    /** What comes first: the client gets the headers at once, and is told when to come back. */
    static byte[] opening() {
        return bytes("retry: " + HttpLimits.STREAM_RETRY.toMillis() + "\n\n");
    }

    /** Something to send when there is nothing to tell. */
    static byte[] comment() {
        return bytes(":\n\n");
    }

    /** The same, and the place to go on after: without data it is no event for the client. */
    static byte[] place(FeedPlace upTo) {
        return bytes(":\nid: " + upTo + "\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
