package io.ledger.projection.feed;

import java.time.Duration;

/** Every limit of the live feed, in one place. */
final class FeedLimits {

    /** Who may listen at once; more are refused. */
    static final int LISTENERS = 2_000;

    /** Events that are kept for the listeners, for all of them together. */
    static final int KEPT_EVENTS = 4_096;

    /** How large those events may be together; the latest is kept in any case. */
    static final long KEPT_BYTES = 8L * 1024 * 1024;

    /** Events the shared reader takes at a time. */
    static final int PAGE = 500;

    /** Events a listener reads for itself at a time while it catches up; it holds one such page. */
    static final int CATCH_UP_PAGE = 100;

    /** Listeners that read for themselves at once; others wait, so that requests find connections. */
    static final int CATCHING_UP = 4;

    /** Events handed to a listener at a time. */
    static final int HANDED = 256;

    /** How long the shared reader rests when nobody wakes it; another server may have appended. */
    static final Duration POLL = Duration.ofMillis(250);

    /** The rest after a failure. */
    static final Duration BACKOFF = Duration.ofMillis(500);

    /** How long a stop waits for listeners to leave before it interrupts those that do not. */
    static final Duration LEAVE = Duration.ofSeconds(1);

    private FeedLimits() {}
}
