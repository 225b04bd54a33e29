package io.circleledger.domain.readmodel;

import io.circleledger.domain.circle.Circle;
import io.ledger.core.document.Document;
import io.ledger.core.stream.Versioned;

/** A living circle in the shape it is read in. */
public record CircleView(String id, String name, int capacity, int version) implements Document {

    /** The view of a circle that was folded from the log. */
    public static CircleView of(Versioned<Circle> circle) {
        var state = circle.state();
        return new CircleView(
                circle.stream().id(), state.name().value(), state.capacity().value(), circle.version());
    }
}
