package io.circleledger.domain.circle;

import java.util.Optional;

/** What somebody wants done with a circle. */
public sealed interface CircleCommand {

    /** Bring a new circle into being. */
    record CreateCircle(CircleName name, Capacity capacity) implements CircleCommand {}

    /** Give a circle the fields that are present; what is absent stays as it is. */
    record UpdateCircle(Optional<CircleName> name, Optional<Capacity> capacity) implements CircleCommand {}

    /** End a circle; its history stays. */
    record DissolveCircle() implements CircleCommand {}
}
