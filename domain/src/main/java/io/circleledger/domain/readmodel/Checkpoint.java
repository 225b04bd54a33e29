package io.circleledger.domain.readmodel;

import io.circleledger.domain.eventstore.GlobalPosition;

/**
 * How far a projection has applied the log, kept together with what it covers.
 *
 * @param eventId the event at that position, so that a checkpoint of another log, or of a log that
 *     lost its end, is recognised; empty at the start of the log
 */
public record Checkpoint(GlobalPosition position, String eventId) {

    public static final Checkpoint START = new Checkpoint(GlobalPosition.START, "");
}
