package io.ledger.projection.history;

import java.time.Duration;

/** Every limit of the watch over the log's history, in one place. */
final class HistoryLimits {

    /** How often the log is asked whether it still has what was seen of it. */
    static final Duration LOOK = Duration.ofSeconds(1);

    /** Further notices of a change are taken for the same change for so long, and are not logged again. */
    static final Duration SAME_CHANGE = Duration.ofSeconds(10);

    /** After a change the floor is kept at the log's head for so many looks: a restore goes table by table. */
    static final int LOOKS_AFTER_A_CHANGE = 5;

    private HistoryLimits() {}
}
