package io.ledger.core.read;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.HighWaterMark;

/**
 * The least position that the answers of this server are complete to: what it has shown once is in
 * every later answer, whichever query gives it.
 *
 * <p>It comes down when the log has lost its end, since no answer can have that again. A read that began before that must
 * not raise it again. So a read takes the {@link Level} before it asks anybody, and raises the floor from that level; it
 * has no effect once the floor has been lowered.
 */
public final class Floor implements HighWaterMark {

    /**
     * How high the floor was at one moment.
     *
     * @param era how often it has been lowered
     * @param shown what all answers are complete to
     * @param ahead what lists are complete to besides, since a newer document was shown than the read model had
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

    // Written under the lock; read without it by those who have nothing new to say.
    private volatile Level level;

    /** @param position where to begin, such as the log's head when the server started */
    public Floor(GlobalPosition position) {
        this.level = new Level(0, position.value(), 0);
    }

    /** To be taken before anything is read. */
    Level level() {
        return level;
    }

    /** What any answer has to be complete to. */
    GlobalPosition shown() {
        return new GlobalPosition(level.shown());
    }

    /** What a list has to be complete to. */
    @Override
    public GlobalPosition position() {
        return new GlobalPosition(level.highest());
    }

    /** Raises what all answers are complete to. */
    void raise(Level from, GlobalPosition shown) {
        if (level.shown() < shown.value()) {
            raise(from, shown.value(), 0);
        }
    }

    /** Raises what lists are complete to. */
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

    /** Raises what all answers are complete to, to a head that the log has now: as at a start. */
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
