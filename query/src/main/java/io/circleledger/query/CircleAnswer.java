package io.circleledger.query;

import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.log.GlobalPosition;

/** What can be said of one circle. */
public sealed interface CircleAnswer {

    /** Every event up to here is in the answer. */
    GlobalPosition completeTo();

    /** The circle lives. */
    record Living(GlobalPosition completeTo, CircleView view) implements CircleAnswer {}

    /** The circle came to its end; {@code version} is that of its last event. */
    record Dissolved(GlobalPosition completeTo, int version) implements CircleAnswer {}

    /** There never was such a circle. */
    record Unknown(GlobalPosition completeTo) implements CircleAnswer {}
}
