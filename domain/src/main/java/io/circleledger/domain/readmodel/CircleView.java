package io.circleledger.domain.readmodel;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.ledger.core.document.Document;
import io.ledger.core.stream.Versioned;

/** A living circle in the shape it is read in. */
public record CircleView(String id, CircleDetails details, CircleStanding standing, int version) implements Document {

    /** The view of an active circle without people. */
    public CircleView(String id, CircleDetails details, int version) {
        this(id, details, CircleStanding.NEW, version);
    }

    /** The view of a circle that was folded from the log. */
    public static CircleView of(Versioned<Circle> circle) {
        return new CircleView(
                circle.stream().id(), circle.state().details(), CircleStanding.of(circle.state()), circle.version());
    }
}
