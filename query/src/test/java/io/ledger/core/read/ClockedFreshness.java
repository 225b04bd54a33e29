package io.ledger.core.read;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.OtherHistory;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Makes freshness by a clock that a test sets, so that a slow machine uses up nobody's wait. */
public final class ClockedFreshness {

    private ClockedFreshness() {}

    /** Measures waits with this clock, in nanoseconds. */
    public static Freshness of(
            Floor floor, Duration longestWait, Supplier<GlobalPosition> head, LongSupplier nanoTime) {
        return new Freshness(floor, longestWait, head, OtherHistory.UNHEARD, nanoTime);
    }
}
