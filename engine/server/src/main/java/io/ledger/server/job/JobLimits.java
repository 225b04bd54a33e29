package io.ledger.server.job;

import java.time.Duration;

/** Every limit of jobs, in one place. */
public final class JobLimits {

    /** Jobs that one server carries on with at once; others wait. */
    public static final int AT_ONCE = 2;

    /** Jobs that have not ended, on all servers together; more are refused. */
    public static final int RUNNING = 100;

    /** Steps of one job; after as many it has failed. */
    public static final long STEPS = 1_000_000;

    /** How often a step is tried that fails for another reason than a store that is down. */
    public static final int ATTEMPTS = 5;

    /** The first pause before a step is tried again; each further one is twice as long, up to the longest. */
    static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** How long a job is its server's without a sign of life. */
    static final Duration TERM = Duration.ofSeconds(6);

    /** How often a server gives that sign, and looks for jobs that nobody has. */
    static final Duration POLL = Duration.ofSeconds(1);

    /** How long a stop of the server waits for steps in work. */
    static final Duration STOP = Duration.ofSeconds(10);

    /** How long jobs are kept after their end. */
    public static final Duration KEPT = Duration.ofDays(90);

    static final Duration CLEANUP_PERIOD = Duration.ofMinutes(10);

    static final int CLEANUP_STEP = 1_000;

    /** The text of a failure. */
    static final int FAILURE_CHARACTERS = 1_000;

    private JobLimits() {}
}
