package io.ledger.core.log;

/**
 * A place in the one log of all events: from 1, without gaps, in the order of commits.
 *
 * <p>Whoever has read up to a position never later finds a new event at or below it.
 */
public record GlobalPosition(long value) implements Comparable<GlobalPosition> {

    /** The place before the first event. */
    public static final GlobalPosition START = new GlobalPosition(0);

    /** The one that is further on. */
    public static GlobalPosition later(GlobalPosition one, GlobalPosition other) {
        return one.isBefore(other) ? other : one;
    }

    /** @throws IllegalArgumentException when {@code value} is negative */
    public GlobalPosition {
        if (value < 0) {
            throw new IllegalArgumentException("A global position is not negative");
        }
    }

    public boolean isBefore(GlobalPosition other) {
        return value < other.value;
    }

    @Override
    public int compareTo(GlobalPosition other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
