package io.circleledger.query;

import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.log.GlobalPosition;
import java.time.Instant;

/** What can be said of a circle as it was. */
public sealed interface PastAnswer {

    /** Every event up to here is in the answer. */
    GlobalPosition completeTo();

    /**
     * The circle lived.
     *
     * @param isFinal whether the same question has this answer for ever
     */
    record Lived(GlobalPosition completeTo, CircleView view, boolean isFinal) implements PastAnswer {}

    /** The circle had come to its end; {@code version} is that of its last event. */
    record Dissolved(GlobalPosition completeTo, int version) implements PastAnswer {}

    /** The circle has not reached that version yet. */
    record NotReached(GlobalPosition completeTo, int currentVersion) implements PastAnswer {}

    /** The circle did not exist yet. */
    record NotCreatedYet(GlobalPosition completeTo, Instant createdAt) implements PastAnswer {}

    /** There never was such a circle. */
    record Unknown(GlobalPosition completeTo) implements PastAnswer {}
}
