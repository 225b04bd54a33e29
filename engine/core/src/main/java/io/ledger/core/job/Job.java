package io.ledger.core.job;

import io.ledger.core.log.EventMetadata;
import java.time.Instant;

/**
 * A job as it is written down.
 *
 * @param request what is to be done, in the words of its kind: JSON
 * @param startedBy who started it; the events that it leads to are theirs
 * @param isStopping whether somebody has asked to stop it
 * @param steps how many steps were written down
 * @param failure why it has failed, empty when it has not
 */
public record Job(
        String id,
        String kind,
        String request,
        EventMetadata startedBy,
        JobState state,
        boolean isStopping,
        long steps,
        JobProgress progress,
        String failure,
        Instant createdAt) {}
