package io.circleledger.infrastructure.projection;

import io.circleledger.domain.eventstore.EventLog;
import io.circleledger.infrastructure.projection.ProjectionStep.Stride;
import java.time.Duration;

/** Every limit of the projection, in one place. */
final class ProjectionLimits {

    /** Views written in one call. Redis does nothing else meanwhile. */
    static final int WRITE = 1_000;

    /** A step of a server: no more events than views in one call, so that it is applied as a whole. */
    static final Stride STEP = new Stride(WRITE, 1, WRITE);

    /**
     * A step of the search index, which nobody waits for but this server: many pages while it is far
     * behind, since each write ends with a new view of the index, and one at the head of the log.
     */
    static final Stride SEARCH = new Stride(EventLog.MAX_PAGE - 1, 20_000, 5_000);

    /**
     * The least rest of the search index's projection. Each of its steps opens a new view of the index, which takes
     * a processor a millisecond or two, so while many append it takes many events at once.
     */
    static final Duration SEARCH_PAUSE = Duration.ofMillis(50);

    /**
     * A step of a rebuild: whole pages of the log, with the checkpoint's own event in the first, until
     * so many circles are kept in memory.
     */
    static final Stride REBUILD = new Stride(EventLog.MAX_PAGE - 1, 200_000, WRITE);

    /** How often a rebuild tries to be no less far than the servers at the moment of the switch. */
    static final int SWITCH_ATTEMPTS = 200;

    static final Duration SWITCH_PAUSE = Duration.ofMillis(5);

    /** How long the projector rests when nobody wakes it; another server may have appended. */
    static final Duration POLL = Duration.ofMillis(250);

    /** The rest after a first failure; it doubles with each further one. */
    static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

    static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    /** How often a repair is tried anew because the checkpoint has moved on. */
    static final int REPAIR_ATTEMPTS = 50;

    /** How often some circles are compared with the log. */
    static final Duration AUDIT = Duration.ofMinutes(2);

    /** Events drawn for that; each stands for its circle. */
    static final int AUDITED = 100;

    /** How often the lag is measured. */
    static final Duration WATCH = Duration.ofSeconds(1);

    /** How long a stop waits for the step at hand. */
    static final Duration STOP = Duration.ofSeconds(5);

    private ProjectionLimits() {}
}
