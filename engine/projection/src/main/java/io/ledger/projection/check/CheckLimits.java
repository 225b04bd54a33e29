package io.ledger.projection.check;

import java.time.Duration;

/** Every limit of the comparisons, in one place. */
final class CheckLimits {

    /** Documents compared with one look at each side. */
    static final int LOOK = 500;

    /** How long a difference may take to turn out to be one, or to be lag. */
    static final Duration SETTLE = Duration.ofSeconds(30);

    /** A side that is behind and has not moved for this long will not move. */
    static final Duration STALL = Duration.ofSeconds(5);

    /** How long a stream may change from look to look before its history is read. */
    static final Duration BUSY = Duration.ofSeconds(1);

    /** The rest between two looks at what has not settled. */
    static final Duration POLL = Duration.ofMillis(50);

    /** Findings of one kind that are told; all of them are counted. */
    static final int TOLD = 100;

    private CheckLimits() {}
}
