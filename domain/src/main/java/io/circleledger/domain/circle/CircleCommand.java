package io.circleledger.domain.circle;

/** What somebody wants done with a circle. */
public sealed interface CircleCommand {

    /** Bring a new circle into being. */
    record CreateCircle(CircleDetails details) implements CircleCommand {}

    /** Give a circle the fields that are present; what is absent stays as it is. */
    record UpdateCircle(CircleDetails.Change change) implements CircleCommand {}

    /** End a circle; its history stays. */
    record DissolveCircle() implements CircleCommand {}
}
