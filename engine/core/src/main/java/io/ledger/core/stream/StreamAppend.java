package io.ledger.core.stream;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import java.util.List;
import java.util.Optional;

/**
 * Events to be recorded in one stream, right after the event that they were decided on.
 *
 * @param decidedOn the event that must be the stream's last one; empty for a stream that must not exist yet
 * @param events at least one, in order; the first gets the version after that of {@code decidedOn}
 * @param after the state with these events folded in, for the snapshot that may be due
 */
public record StreamAppend<S, E>(
        Aggregate<?, S, E, ?> aggregate,
        StreamId stream,
        Optional<LastEvent> decidedOn,
        List<NewEvent<E>> events,
        S after) {

    /** @throws IllegalArgumentException when there is no event, or the stream is of another category */
    public StreamAppend {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("An append has at least one event");
        }
        if (!stream.category().equals(aggregate.category())) {
            throw new IllegalArgumentException("The stream is not one of the aggregate's");
        }
    }

    /** The version that the stream must have; 0 when it must not exist yet. */
    public ExpectedVersion expectedVersion() {
        return new ExpectedVersion(decidedOn.map(LastEvent::version).orElse(0));
    }

    /** The stream's version with these events. */
    public int versionAfter() {
        return expectedVersion().value() + events.size();
    }
}
