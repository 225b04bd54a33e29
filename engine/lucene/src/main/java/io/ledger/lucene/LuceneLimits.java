package io.ledger.lucene;

import java.time.Duration;

/** Every limit of the search index, in one place. */
final class LuceneLimits {

    /** What is kept in memory of what was written, before it becomes a segment on disk. */
    static final double RAM_BUFFER_MEGABYTES = 16;

    /**
     * Segments up to this size are kept in memory until a commit: each step of the projection makes one, and
     * most are merged before they would have to be on disk.
     */
    static final double CACHED_SEGMENT_MEGABYTES = 2;

    /** The memory for all of those. */
    static final double CACHED_MEGABYTES = 16;

    /** Segments no larger than this are merged, so that no merge takes much disk at once. */
    static final double MERGED_SEGMENT_MEGABYTES = 512;

    /**
     * Segments of about the same size that become one. With more of them a document is copied less often, and each
     * search has more segments to look through: some microseconds for each.
     */
    static final int MERGED_SEGMENTS = 32;

    /** Merges that may be due; with more of them the projector waits. One is done at a time. */
    static final int MERGES_WAITING = 4;

    /**
     * Positions between two commits. A commit costs a flush of the disk; what was applied since the last one is
     * applied again after a crash.
     */
    static final long COMMIT_POSITIONS = 50_000;

    /** Time between two commits, as long as there is something to apply. */
    static final Duration COMMIT_PERIOD = Duration.ofSeconds(10);

    /**
     * Searches at once. They compute and do not wait, so more of them would only be slower, and keep
     * other requests from the processors.
     */
    static final int SEARCHES = Math.max(1, Runtime.getRuntime().availableProcessors());

    /** Searches whose number of hits is remembered until the index changes. */
    static final int TOTALS = 256;

    /** How long a search waits for its turn. */
    static final Duration SEARCH_WAIT = Duration.ofSeconds(2);

    /** Servers that share a {@code DATA_DIR}, each with an index of its own in it. */
    static final int SERVERS = 8;

    private LuceneLimits() {}
}
