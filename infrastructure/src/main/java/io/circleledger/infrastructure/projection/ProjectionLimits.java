package io.circleledger.infrastructure.projection;

import io.circleledger.domain.eventstore.EventLog;
import java.time.Duration;

/** Every limit of the projection, in one place. */
final class ProjectionLimits {

    /** Events folded and written in one step. */
    static final int BATCH = 1_000;

    /** Events in one step of a rebuild; with the checkpoint's own it is a page of the log. */
    static final int REBUILD_BATCH = EventLog.MAX_PAGE - 1;

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

    /** How often a circle is compared with the log. */
    static final Duration AUDIT = Duration.ofMinutes(1);

    /** How often the lag is measured. */
    static final Duration WATCH = Duration.ofSeconds(1);

    /** How long a stop waits for the step at hand. */
    static final Duration STOP = Duration.ofSeconds(5);

    private ProjectionLimits() {}
}
