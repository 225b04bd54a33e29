package io.ledger.office;

import java.time.Duration;

/** Every limit of imports, in one place. */
final class OfficeLimits {

    /** Rows of one step of a job. */
    static final int STEP_ROWS = 2_000;

    /** Rows that are carried out at once: those of one commit of the log, and as many that are decided on meanwhile. */
    static final int ROWS_AT_ONCE = 512;

    /** Ids that are looked up at once. */
    static final int LOOKED_UP = 1_000;

    /** How long an import is kept. */
    static final Duration KEPT = Duration.ofDays(30);

    static final Duration CLEANUP_PERIOD = Duration.ofHours(1);

    static final int CLEANUP_STEP = 10;

    /** How often a change of a plan is tried, when others change it too. */
    static final int ATTEMPTS = 5;

    /** Rows left out of a file that are told one by one. */
    static final int LEFT_OUT_TOLD = 100;

    /** Imports that are listed, the newest. */
    static final int LISTED = 20;

    private OfficeLimits() {}
}
