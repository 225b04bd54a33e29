package io.circleledger.domain.eventstore;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.core.stream.LastEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events to be recorded together, right after the event that they were decided on.
 *
 * @param decidedOn the event that must be the circle's last one; empty for a creation, which must find no history
 * @param events at least one, in order; the first gets the version after that of {@code decidedOn}
 * @param after the circle with these events folded in, for the snapshot that may be due
 * @param request the request they follow from, to be recorded with them
 */
public record Append(
        Optional<LastEvent> decidedOn, List<NewEvent> events, Circle after, Optional<IdempotentRequest> request) {

    /** @throws IllegalArgumentException when there is no event, or {@code after} does not fit */
    public Append {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("An append has at least one event");
        }
        if (after.version() != versionBefore(decidedOn) + events.size()) {
            throw new IllegalArgumentException("The state after an append has its last version");
        }
    }

    /** Events that follow from a request without an idempotency key. */
    public Append(Optional<LastEvent> decidedOn, List<NewEvent> events, Circle after) {
        this(decidedOn, events, after, Optional.empty());
    }

    private static int versionBefore(Optional<LastEvent> decidedOn) {
        return decidedOn.map(LastEvent::version).orElse(0);
    }

    /** The version that the circle must have; 0 when it must not exist yet. */
    public ExpectedVersion expectedVersion() {
        return new ExpectedVersion(versionBefore(decidedOn));
    }

    /**
     * The events as they stand in the log.
     *
     * @param last the position that the last of them was given; those before it have the ones before
     */
    public List<RecordedEvent> recorded(GlobalPosition last) {
        var recorded = new ArrayList<RecordedEvent>(events.size());
        var version = versionBefore(decidedOn);
        for (var event : events) {
            version++;
            recorded.add(new RecordedEvent(
                    new GlobalPosition(last.value() - after.version() + version),
                    event.id(),
                    after.id(),
                    version,
                    event.occurredAt(),
                    event.metadata(),
                    event.event()));
        }
        return recorded;
    }
}
