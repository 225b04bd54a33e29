package io.circleledger.domain.eventstore;

import io.circleledger.domain.circle.Circle;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.LastEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * A circle as the log has it.
 *
 * @param head the end of the log the answer is complete to
 * @param latest the circle with the place of its last event, empty when it has no history
 */
public record StoredCircle(GlobalPosition head, Optional<Latest> latest) {

    /**
     * The state after the last event.
     *
     * @param createdAt the first event's place in the log
     * @param position the last event's place in the log
     * @param occurredAt when the last event happened
     * @param eventId the last event's id as it is stored
     */
    public record Latest(
            Circle circle, GlobalPosition createdAt, GlobalPosition position, Instant occurredAt, String eventId) {

        /** What a change of this state is decided on. */
        public LastEvent lastEvent() {
            return new LastEvent(circle.version(), eventId);
        }
    }

    public Optional<Circle> circle() {
        return latest.map(Latest::circle);
    }
}
