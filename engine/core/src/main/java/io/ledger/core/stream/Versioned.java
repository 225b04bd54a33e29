package io.ledger.core.stream;

import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import java.time.Instant;

/**
 * A stream's state after one of its events.
 *
 * @param version the number of events folded into the state, from 1
 * @param createdAt the first event's place in the log
 * @param position the place of the event that made this state
 * @param occurredAt when that event happened
 * @param eventId that event's id as it is stored
 */
public record Versioned<S>(
        StreamId stream,
        int version,
        S state,
        GlobalPosition createdAt,
        GlobalPosition position,
        Instant occurredAt,
        String eventId) {

    /** What a change of this state is decided on. */
    public LastEvent lastEvent() {
        return new LastEvent(version, eventId);
    }
}
