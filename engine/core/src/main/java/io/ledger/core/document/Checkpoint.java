package io.ledger.core.document;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;

/**
 * How far a projection has applied the log, kept together with what it covers.
 *
 * @param eventId the event at that position, so that a checkpoint of another log, or of a log that
 *     lost its end, is recognised; empty at the start of the log
 * @param generation which of several read models in one place it was read from; a step worked out
 *     from one must not be applied to the model that took its place. Empty for the first one
 * @param source where to take up again whatever the events came from, in its own words without white space; empty for the
 *     log, and where that is not known
 */
public record Checkpoint(GlobalPosition position, String eventId, String generation, String source) {

    public static final Checkpoint START = new Checkpoint(GlobalPosition.START, "");

    public Checkpoint(GlobalPosition position, String eventId) {
        this(position, eventId, "");
    }

    public Checkpoint(GlobalPosition position, String eventId, String generation) {
        this(position, eventId, generation, "");
    }

    public LogPlace place() {
        return new LogPlace(position, eventId);
    }
}
