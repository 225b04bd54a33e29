package io.ledger.kafka;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens elsewhere, with a bound. */
final class Eventually {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(10);

    private Eventually() {}

    /** @param what is told when it does not happen */
    static void eventually(Supplier<String> what, BooleanSupplier condition) {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not happen in %s: %s".formatted(LONGEST, what.get()));
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }
}
