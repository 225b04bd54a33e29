package io.circleledger.domain.readmodel;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleStatus;
import io.ledger.core.document.Document;
import io.ledger.core.stream.Versioned;
import java.time.Instant;
import java.util.Optional;

/**
 * A circle in the shape it is read in.
 *
 * @param dissolvedAt when it came to its end, with the last event; empty of one that lives
 */
public record CircleView(String id, CircleDetails details, int version, Optional<Instant> dissolvedAt)
        implements Document {

    /** A living circle. */
    public CircleView(String id, CircleDetails details, int version) {
        this(id, details, version, Optional.empty());
    }

    /** The view of a circle that was folded from the log. */
    public static CircleView of(Versioned<Circle> circle) {
        var view = new CircleView(circle.stream().id(), circle.state().details(), circle.version());
        return circle.state().dissolved() ? view.dissolved(circle.occurredAt(), circle.version()) : view;
    }

    /** The same after its end. */
    CircleView dissolved(Instant at, int lastVersion) {
        return new CircleView(id, details, lastVersion, Optional.of(at));
    }

    public CircleStatus status() {
        return dissolvedAt.isPresent() ? CircleStatus.DISSOLVED : CircleStatus.ACTIVE;
    }
}
