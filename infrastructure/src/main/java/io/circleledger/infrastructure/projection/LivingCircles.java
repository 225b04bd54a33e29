package io.circleledger.infrastructure.projection;

import io.circleledger.domain.eventstore.CircleIndex;
import io.circleledger.domain.eventstore.EventLog;
import io.circleledger.domain.eventstore.LogEntry;
import io.ledger.core.log.GlobalPosition;
import java.util.OptionalLong;

/**
 * How many circles live after an event of the log.
 *
 * <p>Each event is counted once while the server runs, some of them at each call, and the count goes on from there. So
 * it is known a while after the start, and then costs as much as there is new.
 */
final class LivingCircles {

    private final EventLog log;
    private final CircleIndex index;
    private GlobalPosition counted = GlobalPosition.START;
    private String lastEvent = "";
    private long living;

    LivingCircles(EventLog log, CircleIndex index) {
        this.log = log;
        this.index = index;
    }

    /**
     * The number after the event at a position of the log; empty when it is still to be counted.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    OptionalLong at(GlobalPosition position) {
        if (!eventAt(counted).equals(lastEvent)) {
            // The log has lost what was counted.
            counted = GlobalPosition.START;
            lastEvent = "";
            living = 0;
        }
        for (var part = 0; part < ProjectionLimits.COUNTED_PARTS && counted.isBefore(position); part++) {
            var to = new GlobalPosition(Math.min(counted.value() + ProjectionLimits.COUNTED_AT_ONCE, position.value()));
            var event = eventAt(to);
            living += index.growth(counted, to);
            counted = to;
            lastEvent = event;
        }
        if (counted.isBefore(position) || counted.value() - position.value() > ProjectionLimits.COUNTED_AT_ONCE) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(counted.equals(position) ? living : living - index.growth(position, counted));
    }

    private String eventAt(GlobalPosition position) {
        return log.readFrom(position, 1).stream()
                .filter(entry -> entry.position().equals(position))
                .map(LogEntry::eventId)
                .findFirst()
                .orElse("");
    }
}
