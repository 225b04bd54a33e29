package io.ledger.projection;

import io.ledger.core.log.EventLog;
import io.ledger.projection.ProjectionStep.Stride;
import java.time.Duration;

/** Every limit of the projection, in one place. */
final class ProjectionLimits {

    /** Views written in one call. Redis does nothing else meanwhile. */
    static final int WRITE = 1_000;

    /**
     * A step of a server: what is there, and many pages while it is far behind. What a step reads is bounded, so
     * that one can see the read model come closer.
     */
    static final Stride STEP = new Stride(EventLog.MAX_PAGE - 1, 50_000, 20_000, WRITE);

    /** A step of the search index, each write of which ends with a new view of the index. */
    static final Stride SEARCH = new Stride(EventLog.MAX_PAGE - 1, 50_000, 20_000, 20_000);

    /**
     * The rest between two steps into Redis. A step is three round trips, for one event as for a thousand, and the
     * next command would have to share the processors with it.
     */
    static final Duration REDIS_REST = Duration.ofMillis(10);

    /**
     * The rest between two steps of the search index. Each of them makes a segment of the index and opens a new view of
     * it, and many small segments are merged more often than a few large ones.
     */
    static final Duration SEARCH_REST = Duration.ofSeconds(1);

    /**
     * A step of a rebuild: whole pages of the log, with the checkpoint's own event in the first, until
     * so many streams are kept in memory.
     */
    static final Stride REBUILD = new Stride(EventLog.MAX_PAGE - 1, Integer.MAX_VALUE, 200_000, WRITE);

    /** How often a rebuild tries to be no less far than the servers at the moment of the switch. */
    static final int SWITCH_ATTEMPTS = 200;

    static final Duration SWITCH_PAUSE = Duration.ofMillis(5);

    /** How long the projector rests when nobody wakes it; another server may have appended. */
    static final Duration POLL = Duration.ofMillis(250);

    /** The rest after a first failure; it doubles with each further one. */
    static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

    static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    /** Start overs that follow each other without a rest: a restored database may need more than one. */
    static final int START_OVERS_AT_ONCE = 3;

    /** A start over counts among those that follow each other for so long. */
    static final Duration START_OVERS_OF_LATE = Duration.ofMinutes(1);

    static final Duration LONGEST_START_OVER_REST = Duration.ofSeconds(15);

    /** How often a repair is tried anew because the checkpoint has moved on. */
    static final int REPAIR_ATTEMPTS = 50;

    /** How often some streams are compared with the log. */
    static final Duration AUDIT = Duration.ofMinutes(2);

    /** Events drawn for that; each stands for its stream. */
    static final int AUDITED = 100;

    /** How often the list is compared with the log, by the number of streams at least. */
    static final Duration LIST_AUDIT = Duration.ofSeconds(20);

    /** Pages of streams that are compared one by one at each of these times. */
    static final int LIST_PAGES = 10;

    /**
     * After all of them were compared, because the numbers differ, and none was found wrong: how many times as long as
     * that took nobody does so again.
     */
    static final int WALK_REST = 20;

    /** Events that are counted in one statement, and how many such parts at each time. */
    static final int COUNTED_AT_ONCE = 50_000;

    static final int COUNTED_PARTS = 20;

    /** Events folded each time to check snapshots, apart from the rest of the last stream. */
    static final int SNAPSHOT_EVENTS = 10_000;

    /** How often the lag is measured. */
    static final Duration WATCH = Duration.ofSeconds(1);

    /** After that without a look nobody knows whether the read model still has everything. */
    static final Duration WATCH_OVERDUE = WATCH.multipliedBy(3);

    /** How long a stop waits for the step at hand. */
    static final Duration STOP = Duration.ofSeconds(5);

    /** How long it waits for one that did not end in that time and was interrupted. */
    static final Duration STOP_OF_A_STUCK_STEP = Duration.ofSeconds(1);

    private ProjectionLimits() {}
}
