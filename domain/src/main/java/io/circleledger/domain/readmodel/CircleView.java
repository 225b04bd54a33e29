package io.circleledger.domain.readmodel;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.ledger.core.document.Document;
import io.ledger.core.stream.Versioned;

/** A living circle in the shape it is read in. */
public record CircleView(String id, CircleDetails details, int version) implements Document {

    /** The view of a circle that was folded from the log. */
    public static CircleView of(Versioned<Circle> circle) {
        return new CircleView(circle.stream().id(), circle.state().details(), circle.version());
    }
}
