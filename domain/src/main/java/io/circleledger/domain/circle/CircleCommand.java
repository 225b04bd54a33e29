package io.circleledger.domain.circle;

import io.ledger.core.stream.StreamId;
import java.util.Optional;

/** What somebody wants done with a circle. */
public sealed interface CircleCommand {

    StreamId circleId();

    /** Bring a new circle into being. */
    record CreateCircle(StreamId circleId, CircleName name, Capacity capacity) implements CircleCommand {}

    /** Give a circle the fields that are present; what is absent stays as it is. */
    record UpdateCircle(StreamId circleId, Optional<CircleName> name, Optional<Capacity> capacity)
            implements CircleCommand {}

    /** End a circle; its history stays. */
    record DissolveCircle(StreamId circleId) implements CircleCommand {}
}
