package io.ledger.core.read;

import io.ledger.core.document.Projection;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.OtherHistory;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Ensures that no answer of this server is silently stale.
 *
 * <p>An answer must include
 *
 * <ol>
 *   <li>the position that the caller has seen ({@code atLeast}), and
 *   <li>what this server has shown before (the {@link Floor}).
 * </ol>
 *
 * <p>A list also waits a moment for what was appended at this server ({@link Projection#goal}), because a user who has
 * just created something looks for it next, often without naming a position.
 */
public final class Freshness {

    /** The first pause of a read that waits; each further one is twice as long, up to the longest. */
    private static final long FIRST_PAUSE_MILLIS = 2;

    private static final long LONGEST_PAUSE_MILLIS = 20;

    /** How long a list waits for what was appended at this server, when the request does not name its position. */
    public static final Duration READ_OWN_WRITES_WAIT = Duration.ofMillis(250);

    private final Floor floor;
    private final Duration longestWait;
    private final Supplier<GlobalPosition> head;
    private final OtherHistory otherHistory;
    private final LongSupplier nanoTime;

    /**
     * Makes the freshness of a server.
     *
     * @param longestWait how long an answer may wait for a read model to reach the position it needs
     * @param head reads the last position of the log
     * @param otherHistory notified when the log ends before what was shown
     */
    public Freshness(Floor floor, Duration longestWait, Supplier<GlobalPosition> head, OtherHistory otherHistory) {
        this(floor, longestWait, head, otherHistory, System::nanoTime);
    }

    Freshness(
            Floor floor,
            Duration longestWait,
            Supplier<GlobalPosition> head,
            OtherHistory otherHistory,
            LongSupplier nanoTime) {
        this.floor = floor;
        this.longestWait = longestWait;
        this.head = head;
        this.otherHistory = otherHistory;
        this.nanoTime = nanoTime;
    }

    /** The level of the floor; take it before anything is read. */
    Floor.Level level() {
        return floor.level();
    }

    /** The position that an answer about one stream must include. */
    GlobalPosition needed(GlobalPosition atLeast) {
        return GlobalPosition.later(atLeast, floor.shown());
    }

    /** Records that an answer complete to this position is returned. */
    void shown(Floor.Level level, GlobalPosition completeTo) {
        floor.raise(level, completeTo);
    }

    /** Records that an answer is returned with an event that the read model lacks: later lists must include it too. */
    void shownFromMemory(Floor.Level level, GlobalPosition event) {
        floor.raiseForLists(level, event);
    }

    /**
     * Checks an answer that was read from the log itself.
     *
     * @param shownBefore the position that had been shown before the log was read
     * @param end the end of the log
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     */
    void checkEnd(GlobalPosition shownBefore, GlobalPosition end, GlobalPosition atLeast) {
        if (end.isBefore(shownBefore)) {
            // The log has lost its end, or was restored from a backup. What was shown of it is gone, so nothing waits
            // for it.
            floor.lower(shownBefore, end);
            otherHistory.noticed("a read");
        }
        if (end.isBefore(atLeast)) {
            throw new PositionUnknownException(atLeast, end);
        }
    }

    /** The position that has been shown, by lists as well. */
    GlobalPosition shown() {
        return floor.position();
    }

    /**
     * Reads from a read model again and again until its answer includes everything that it must.
     *
     * @param source the projection that fills the read model
     * @throws PositionUnknownException when the log itself ends before {@code atLeast}
     * @throws ReadModelBehindException when the read model did not get there in time
     */
    public <T> T readAtLeast(
            Supplier<T> ask, Function<T, GlobalPosition> completeTo, GlobalPosition atLeast, Projection source) {
        var isKnown = false;
        var started = nanoTime.getAsLong();
        var pauseMillis = FIRST_PAUSE_MILLIS;
        while (true) {
            var level = floor.level();
            var answer = ask.get();
            var reached = completeTo.apply(answer);
            // Read again each time: the floor and the goal are lowered when the log loses its end.
            var needed = GlobalPosition.later(atLeast, floor.position());
            var wished = GlobalPosition.later(needed, source.goal());
            if (!isKnown && reached.isBefore(atLeast)) {
                refuseUnknown(atLeast);
                isKnown = true;
            }
            var isEnough = !reached.isBefore(needed);
            var longest = isEnough ? shorter(READ_OWN_WRITES_WAIT, longestWait) : longestWait;
            if (!reached.isBefore(wished) || nanoTime.getAsLong() - started >= longest.toNanos()) {
                if (!isEnough) {
                    throw new ReadModelBehindException(needed, reached);
                }
                floor.raise(level, reached);
                return answer;
            }
            source.hurry();
            pause(pauseMillis);
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        }
    }

    /**
     * Refuses a position that the log does not have. The log is asked, because another server may just have recorded
     * it.
     */
    private void refuseUnknown(GlobalPosition atLeast) {
        var end = head.get();
        if (end.isBefore(atLeast)) {
            throw new PositionUnknownException(atLeast, end);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the read model");
        }
    }
}
