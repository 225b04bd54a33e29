package io.ledger.core.read;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.HighWaterMark;

/**
 * The floor: the lowest position that an answer of this server may be complete to. What the server has shown once is in
 * every later answer, of any query.
 *
 * <p>It is lowered when the log has lost its end, because no answer can include that again. A read that began before
 * must not raise it again. So a read takes the {@link Level} before it reads anything, and raises the floor from that
 * level; this has no effect once the floor has been lowered.
 */
public final class Floor implements HighWaterMark {

    /**
     * How high the floor was at one moment.
     *
     * @param era how often it has been lowered
     * @param shown the position that all answers must be complete to
     * @param ahead the position that lists must be complete to as well, because a newer document was shown than the
     *     read model had
     */
    record Level(long era, long shown, long ahead) {

        private long highest() {
            return Math.max(shown, ahead);
        }

        private Level raised(long toShown, long toAhead) {
            return new Level(era, Math.max(shown, toShown), Math.max(ahead, toAhead));
        }

        private Level lowered(long head) {
            return new Level(era + 1, Math.min(shown, head), Math.min(ahead, head));
        }
    }

    // Written under the lock; read without it by threads that do not raise it.
    private volatile Level level;

    /** @param position the first floor, such as the log's head when the server started */
    public Floor(GlobalPosition position) {
        this.level = new Level(0, position.value(), 0);
    }

    /** The level now; take it before you read anything. */
    Level level() {
        return level;
    }

    /** The position that any answer must be complete to. */
    GlobalPosition shown() {
        return new GlobalPosition(level.shown());
    }

    /** The position that a list must be complete to. */
    @Override
    public GlobalPosition position() {
        return new GlobalPosition(level.highest());
    }

    /** Raises the position for all answers. */
    void raise(Level from, GlobalPosition shown) {
        if (level.shown() < shown.value()) {
            raise(from, shown.value(), 0);
        }
    }

    /** Raises the position for lists. */
    void raiseForLists(Level from, GlobalPosition shown) {
        if (level.ahead() < shown.value()) {
            raise(from, 0, shown.value());
        }
    }

    private synchronized void raise(Level from, long shown, long ahead) {
        if (level.era() == from.era()) {
            level = level.raised(shown, ahead);
        }
    }

    /** Raises the position for all answers to the current head of the log, as at a start. */
    public void raise(GlobalPosition head) {
        raise(level, head);
    }

    @Override
    public synchronized void lower(GlobalPosition from, GlobalPosition head) {
        if (level.highest() >= from.value()) {
            level = level.lowered(head.value());
        }
    }
}
