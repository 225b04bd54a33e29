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
public record CircleView(
        String id, CircleDetails details, CircleStanding standing, int version, Optional<Instant> dissolvedAt)
        implements Document {

    /** A living circle. */
    public CircleView(String id, CircleDetails details, CircleStanding standing, int version) {
        this(id, details, standing, version, Optional.empty());
    }

    /** The view of an active circle without people. */
    public CircleView(String id, CircleDetails details, int version) {
        this(id, details, CircleStanding.NEW, version);
    }

    /** The view of a circle that was folded from the log. */
    public static CircleView of(Versioned<Circle> circle) {
        var state = circle.state();
        return new CircleView(
                circle.stream().id(),
                state.details(),
                CircleStanding.of(state),
                circle.version(),
                state.dissolved() ? Optional.of(circle.occurredAt()) : Optional.empty());
    }

    /** The same after its end. */
    CircleView dissolved(Instant at, int lastVersion) {
        return new CircleView(id, details, standing.with(CircleStatus.DISSOLVED), lastVersion, Optional.of(at));
    }

    /** What the circle's life has come to. */
    public CircleStatus status() {
        return standing.status();
    }
}
