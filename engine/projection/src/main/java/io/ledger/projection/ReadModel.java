package io.ledger.projection;

import io.ledger.projection.ProjectionStep.Stride;
import java.time.Duration;

/**
 * A read model that follows the log, with a projection and a checkpoint of its own.
 *
 * @param label its name in logs and metrics
 * @param isShared whether all servers have it together; otherwise each has its own, where a step costs more than what is
 *     in it
 */
public record ReadModel(String label, boolean isShared) {

    /** One that all servers have together. */
    public static ReadModel shared(String label) {
        return new ReadModel(label, true);
    }

    /** One that each server has for itself. */
    public static ReadModel local(String label) {
        return new ReadModel(label, false);
    }

    /** How long its projection rests when it has caught up and nobody waits for it. */
    Duration rest() {
        return isShared ? ProjectionLimits.REDIS_REST : ProjectionLimits.SEARCH_REST;
    }

    /** How much a step of its projection takes on. */
    Stride stride() {
        return isShared ? ProjectionLimits.STEP : ProjectionLimits.SEARCH;
    }
}
