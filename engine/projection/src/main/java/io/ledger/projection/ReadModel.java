package io.ledger.projection;

import io.ledger.projection.ProjectionStep.Stride;
import java.time.Duration;

/** The read models that follow the log, each with a projection and a checkpoint of its own. */
public enum ReadModel {
    /** Single documents, and the list of them; all servers share it. */
    REDIS("redis"),
    /** What finds documents; each server has its own. */
    SEARCH("search");

    private final String label;

    ReadModel(String label) {
        this.label = label;
    }

    /** Its name in logs and metrics. */
    public String label() {
        return label;
    }

    /** How long its projection rests when it has caught up and nobody waits for it. */
    Duration rest() {
        return switch (this) {
            case REDIS -> ProjectionLimits.REDIS_REST;
            case SEARCH -> ProjectionLimits.SEARCH_REST;
        };
    }

    /** How much a step of its projection takes on. */
    Stride stride() {
        return switch (this) {
            case REDIS -> ProjectionLimits.STEP;
            case SEARCH -> ProjectionLimits.SEARCH;
        };
    }
}
