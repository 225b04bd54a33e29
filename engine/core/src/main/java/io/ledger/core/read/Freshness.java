package io.ledger.core.read;

import io.ledger.core.document.Projection;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.OtherHistory;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sees to it that no answer of this server is silently stale.
 *
 * <p>An answer must include
 *
 * <ol>
 *   <li>the position that the caller has seen ({@code atLeast}), and
 *   <li>what this server has shown before (the {@link Floor}).
 * </ol>
 *
 * <p>An answer of a list also waits a moment for what was appended at this server ({@link Projection#goal}): whoever has
 * just created something looks for it next, and may know nothing of positions.
 */
public final class Freshness {

    /** The first pause of a read that waits; it doubles with each further one, up to the longest. */
    private static final long FIRST_PAUSE_MILLIS = 2;

    private static final long LONGEST_PAUSE_MILLIS = 20;

    /** How long a list waits for what was appended at this server and nobody has asked for. */
    public static final Duration READ_OWN_WRITES_WAIT = Duration.ofMillis(250);

    private final Floor floor;
    private final Duration longestWait;
    private final Supplier<GlobalPosition> head;
    private final OtherHistory otherHistory;

    /**
     * Makes the freshness of a server.
     *
     * @param longestWait how long an answer may wait for a read model to reach the position it needs
     * @param head asks the log where it ends
     * @param otherHistory is told when the log ends before what was shown
     */
    public Freshness(Floor floor, Duration longestWait, Supplier<GlobalPosition> head, OtherHistory otherHistory) {
        this.floor = floor;
        this.longestWait = longestWait;
        this.head = head;
        this.otherHistory = otherHistory;
    }

    /** To be taken before anything is read. */
    Floor.Level level() {
        return floor.level();
    }

    /** What the answer about one stream must include. */
    GlobalPosition needed(GlobalPosition atLeast) {
        return GlobalPosition.later(atLeast, floor.shown());
    }

    /** Says that an answer complete to this position is given. */
    void shown(Floor.Level level, GlobalPosition completeTo) {
        floor.raise(level, completeTo);
    }

    /** Says that an answer is given which has an event that the read model lacks: lists have to include it too. */
    void shownFromMemory(Floor.Level level, GlobalPosition event) {
        floor.raiseForLists(level, event);
    }

    /**
     * Checks an answer that was read from the log itself.
     *
     * @param shownBefore what had been shown before the log was read
     * @param end the end of the log
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     */
    void checkEnd(GlobalPosition shownBefore, GlobalPosition end, GlobalPosition atLeast) {
        if (end.isBefore(shownBefore)) {
            // The log has lost its end, or was restored from a backup. No answer can have again what
            // was shown of it, so that is not waited for.
            floor.lower(shownBefore, end);
            otherHistory.noticed("a read");
        }
        if (end.isBefore(atLeast)) {
            throw new PositionUnknownException(atLeast, end);
        }
    }

    /** What has been shown, by lists as well. */
    GlobalPosition shown() {
        return floor.position();
    }

    /**
     * Asks a read model until its answer includes everything that it has to.
     *
     * @param source of that read model
     * @throws PositionUnknownException when the log itself ends before {@code atLeast}
     * @throws ReadModelBehindException when the read model did not get there in time
     */
    public <T> T readAtLeast(
            Supplier<T> ask, Function<T, GlobalPosition> completeTo, GlobalPosition atLeast, Projection source) {
        var isKnown = false;
        var started = System.nanoTime();
        var pauseMillis = FIRST_PAUSE_MILLIS;
        while (true) {
            var level = floor.level();
            var answer = ask.get();
            var reached = completeTo.apply(answer);
            // Each time anew: the floor and the goal come down when the log loses its end.
            var needed = GlobalPosition.later(atLeast, floor.position());
            var wished = GlobalPosition.later(needed, source.goal());
            if (!isKnown && reached.isBefore(atLeast)) {
                refuseUnknown(atLeast);
                isKnown = true;
            }
            var isEnough = !reached.isBefore(needed);
            var longest = isEnough ? shorter(READ_OWN_WRITES_WAIT, longestWait) : longestWait;
            if (!reached.isBefore(wished) || System.nanoTime() - started >= longest.toNanos()) {
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

    /** What the log does not have is not waited for; another server may have recorded it a moment ago, so it is asked. */
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
