package io.ledger.projection;

import io.ledger.core.log.GlobalPosition;
import java.time.Duration;

/**
 * How far the read model is behind the log.
 *
 * @param position the last applied position
 * @param head the last position of the log
 * @param behindFor since when the read model has not had the whole log
 * @param stalledFor since when it has not come any further, though there is more
 */
public record ProjectionLag(GlobalPosition position, GlobalPosition head, Duration behindFor, Duration stalledFor) {

    /** Events in the log that the read model lacks. */
    public long positions() {
        return Math.max(0, head.value() - position.value());
    }
}
