package io.circleledger.bench.load;

import java.util.concurrent.TimeUnit;

/** Every limit of the load generator. */
final class LoadLimits {

    /** A request with its token or its body. */
    static final int REQUEST_BYTES = 4 * 1_024;

    /** What an answer's buffer begins with; it grows. */
    static final int FIRST_ANSWER_BYTES = 16 * 1_024;

    /** The longest answer that is taken: more than a page of 1000 circles. */
    static final int ANSWER_BYTES = 1 << 20;

    /** How long the answers still under way at the end of a run may take. */
    static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** No answer on any connection for this long ends the run as failed. */
    static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** The longest latency that is told apart from longer ones. */
    static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(2);

    /** Digits of a latency that are kept. */
    static final int DIGITS = 3;

    /** The longest rest of an open loop before an arrival that is less than a millisecond away. */
    static final long PARK_NANOS = 100_000;

    /** How long a sampled circle may take to be seen in the read model. */
    static final long LAG_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** The rest between two looks at the read model. */
    static final long LAG_LOOK_NANOS = 500_000;

    /** Circles that are waited for at once; past it samples are left out. */
    static final int LAG_PENDING = 10_000;

    private LoadLimits() {}
}
