package io.ledger.http.transport;

import io.helidon.webserver.CloseConnectionException;
import io.ledger.http.HttpLimits;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One open connection: what it waits for, since when and for how long, and what it holds meanwhile.
 *
 * <p>A connection either works or waits for its client, and only one that waits can be given up. So a
 * request is never cut off while it is worked on, and a client that does not get on costs nobody else
 * anything: its time ends, or somebody who comes gets its place ({@link Connections}).
 */
public final class ClientConnection {

    /** The connection that the running thread serves. */
    static final ScopedValue<ClientConnection> CURRENT = ScopedValue.newInstance();

    private static final Wait NONE = new Wait(Awaited.REQUEST, 0, 0);
    private static final Wait GIVEN_UP = new Wait(Awaited.REQUEST, 0, 0);

    private final Connections all;
    private final Object address;
    private final Runnable closing;
    private final AtomicReference<Wait> wait = new AtomicReference<>(NONE);
    private final AtomicLong heldBytes = new AtomicLong();

    private volatile boolean streams;

    // What the thread of the connection alone knows of the request it is at.
    private boolean speaksOld;
    private boolean keptByOld;
    private boolean withoutLength;
    private boolean untilTheEnd;
    private boolean broken;
    private int bodyBytes = HttpLimits.BODY_BYTES;

    /** What a client is waited for. */
    enum Awaited {
        /** A request, from before its first octet to the end of its headers. */
        REQUEST,
        BODY,
        /** That it reads its answer. */
        READING
    }

    /** One wait for the client; compared by identity, so that no wait is taken for a later one. */
    private static final class Wait {
        private final Awaited awaited;
        private final long sinceNanos;
        private final long untilNanos;

        Wait(Awaited awaited, long sinceNanos, long untilNanos) {
            this.awaited = awaited;
            this.sinceNanos = sinceNanos;
            this.untilNanos = untilNanos;
        }

        boolean isForClient() {
            return this != NONE && this != GIVEN_UP;
        }
    }

    /**
     * @param address equal for all connections of one client
     * @param closing closes the socket, from any thread
     */
    ClientConnection(Connections all, Object address, Runnable closing) {
        this.all = all;
        this.address = address;
        this.closing = closing;
    }
    /** That of the request that the running thread serves. */
    public static ClientConnection current() {
        return CURRENT.get();
    }

    Object address() {
        return address;
    }

    Linger linger() {
        return all.linger();
    }

    /**
     * Does one step that takes its time from the client.
     *
     * @param sinceNanos when the client began not to get on: who has waited longest goes first
     * @param untilNanos when its time is up
     * @throws CloseConnectionException when the connection was given up meanwhile
     */
    <T extends @Nullable Object> T waiting(Awaited awaited, long sinceNanos, long untilNanos, Supplier<T> step) {
        var entered = new Wait(awaited, sinceNanos, untilNanos);
        if (!wait.compareAndSet(NONE, entered)) {
            throw givenUp();
        }
        try {
            var done = step.get();
            if (!wait.compareAndSet(entered, NONE)) {
                throw givenUp();
            }
            return done;
        } catch (RuntimeException e) {
            if (!wait.compareAndSet(entered, NONE) && isGivenUp()) {
                throw givenUp();
            }
            throw e;
        }
    }

    private static CloseConnectionException givenUp() {
        return new CloseConnectionException("The connection was given up");
    }
    /** Whether it was closed because its client did not get on. */
    public boolean isGivenUp() {
        return state() == GIVEN_UP;
    }

    boolean isWaiting() {
        return state().isForClient();
    }

    long waitsSinceNanos() {
        return state().sinceNanos;
    }

    private Wait state() {
        return Objects.requireNonNull(wait.get());
    }

    /** Closes the connection if it waits for its client, and past its time. */
    boolean giveUpAfter(long nowNanos) {
        var seen = state();
        return seen.isForClient() && nowNanos - seen.untilNanos >= 0 && giveUp(seen);
    }

    /** Closes the connection if it waits for its client. */
    boolean giveUp() {
        var seen = state();
        return seen.isForClient() && giveUp(seen);
    }

    /** Closes the connection if no request is in work on it. */
    void giveUpBetweenRequests() {
        var seen = state();
        if (seen.isForClient() && seen.awaited == Awaited.REQUEST) {
            giveUp(seen);
        }
    }

    private boolean giveUp(Wait seen) {
        if (!wait.compareAndSet(seen, GIVEN_UP)) {
            return false;
        }
        all.closed(this);
        closing.run();
        return true;
    }

    /** Says how much memory this connection holds for what its client sends or is to read, in place of what it said before. */
    public void holds(long bytes) {
        var more = bytes - heldBytes.getAndSet(bytes);
        if (more != 0) {
            all.held(more);
        }
    }

    long heldBytes() {
        return heldBytes.get();
    }

    /** Gives back what it holds, and tells how much that was. */
    long releaseHeld() {
        var held = heldBytes.getAndSet(0);
        all.held(-held);
        return held;
    }

    /** Whether no further request is taken on this connection. */
    boolean isLast() {
        return all.areLast();
    }

    /**
     * Counts this connection among those that listen.
     *
     * @return whether its address may have one more
     */
    public boolean listens() {
        streams = true;
        streams = all.mayListen(address);
        return streams;
    }

    boolean isListening() {
        return streams;
    }

    /**
     * A request has begun.
     *
     * @param old whether it speaks HTTP/1.0
     * @param kept whether it asked, in HTTP/1.0, for the connection to be kept
     */
    void begins(boolean old, boolean kept) {
        streams = false;
        speaksOld = old;
        keptByOld = kept;
        bodyBytes = HttpLimits.BODY_BYTES;
    }

    /** The body of this request may have so many bytes. */
    public void takesBody(int bytes) {
        bodyBytes = bytes;
    }

    /** How many bytes the body of this request may have. */
    public int bodyBytes() {
        return bodyBytes;
    }

    /** How long the body of this request may take. */
    Duration bodyTimeout() {
        return bodyBytes > HttpLimits.BODY_BYTES ? HttpLimits.UPLOAD_TIMEOUT : HttpLimits.BODY_TIMEOUT;
    }

    /** Whether the request speaks HTTP/1.0, which knows no chunks. */
    public boolean speaksOld() {
        return speaksOld;
    }

    boolean isKeptByOld() {
        return keptByOld;
    }

    /** @param bodyless whether the answer has no body, by its status */
    void answers(boolean bodyless) {
        withoutLength = bodyless || untilTheEnd;
    }

    /** The answer goes on until the connection ends. */
    public void answersUntilTheEnd() {
        untilTheEnd = true;
    }

    /** Whether no length of the answer is told. */
    boolean answersWithoutLength() {
        return withoutLength;
    }

    /** Nobody knows any more where the next request would begin; what comes is read to be dropped. */
    public void breaks() {
        broken = true;
    }

    boolean isBroken() {
        return broken;
    }
}
