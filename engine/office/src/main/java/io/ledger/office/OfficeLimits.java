package io.ledger.office;

import java.time.Duration;

/** Every limit of imports and batches, in one place. */
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

    /** Changes of a batch that are made at once. */
    static final int BATCH_AT_ONCE = 64;

    /** What a batch tells one by one. */
    static final int BATCH_IDS_TOLD = 1_000;

    /** What a job keeps of a batch's plan; its column takes 65,535 octets. */
    static final int BATCH_CURSOR_CHARACTERS = 60_000;

    /** Graduates of one step. */
    static final int GRADUATES = 100;

    /** What one graduate owns, as far as it is written down: as much as a plan has room for. */
    static final int GRADUATE_OWNS = 1_000;

    /** Students who are raised in one step. */
    static final int RAISED = 1_000;

    /** Imports that are listed, the newest. */
    static final int LISTED = 20;

    private OfficeLimits() {}
}
