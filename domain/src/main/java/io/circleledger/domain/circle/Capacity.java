package io.circleledger.domain.circle;

import io.ledger.core.Parsed;

/** How many members a circle can take: 3 to 32767. */
public record Capacity(int value) {

    public static final int MIN = 3;
    public static final int MAX = 32767;

    /** @throws IllegalArgumentException when {@code value} is outside the range */
    public Capacity {
        if (value < MIN || value > MAX) {
            throw new IllegalArgumentException(outside(String.valueOf(value)));
        }
    }

    public static Parsed<Capacity> parse(long value) {
        return value < MIN || value > MAX
                ? new Parsed.Invalid<>(outside(String.valueOf(value)))
                : new Parsed.Valid<>(new Capacity((int) value));
    }

    private static String outside(String value) {
        return "The capacity is %s; it must be from %d to %d".formatted(value, MIN, MAX);
    }
}
