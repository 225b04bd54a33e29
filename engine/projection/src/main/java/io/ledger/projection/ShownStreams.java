package io.ledger.projection;

import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.StreamIndex;
import java.util.OptionalLong;

/**
 * How many streams are shown after an event of the log.
 *
 * <p>Each event is counted once while the server runs, some of them at each call, and the count goes on from there. So
 * it is known a while after the start, and then costs as much as there is new.
 */
final class ShownStreams {

    private final EventLog<?> log;
    private final StreamIndex index;
    private GlobalPosition counted = GlobalPosition.START;
    private String lastEvent = "";
    private long shown;

    ShownStreams(EventLog<?> log, StreamIndex index) {
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
            shown = 0;
        }
        for (var part = 0; part < ProjectionLimits.COUNTED_PARTS && counted.isBefore(position); part++) {
            var to = new GlobalPosition(Math.min(counted.value() + ProjectionLimits.COUNTED_AT_ONCE, position.value()));
            var event = eventAt(to);
            shown += index.growth(counted, to);
            counted = to;
            lastEvent = event;
        }
        if (counted.isBefore(position) || counted.value() - position.value() > ProjectionLimits.COUNTED_AT_ONCE) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(counted.equals(position) ? shown : shown - index.growth(position, counted));
    }

    private String eventAt(GlobalPosition position) {
        return log.at(position).eventId();
    }
}
