package io.circleledger.infrastructure.contract;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.eventstore.Append;
import io.circleledger.domain.eventstore.NewEvent;
import io.circleledger.domain.eventstore.StoredCircle.Latest;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.EventMetadata;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.LastEvent;
import io.ledger.core.stream.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Circles and appends to try stores with. */
public final class SampleHistories {

    public static final Instant TIME = Instant.parse("2026-04-01T09:00:00.123456Z");
    public static final EventMetadata METADATA = new EventMetadata("mika", "request-1", "command-1");

    private SampleHistories() {}

    public static StreamId newId() {
        return Circles.stream(UUID.randomUUID());
    }

    public static CircleCreated created(String name, int capacity) {
        return new CircleCreated(new CircleName(name), new Capacity(capacity));
    }

    public static CircleUpdated resized(int capacity) {
        return new CircleUpdated(Optional.empty(), Optional.of(new Capacity(capacity)));
    }

    public static NewEvent newEvent(CircleEvent event) {
        return new NewEvent(UUID.randomUUID(), TIME, METADATA, event);
    }

    /** An append right after what was loaded, which may be nothing. */
    public static Append append(StreamId id, Optional<Latest> latest, CircleEvent... events) {
        return append(id, latest.map(Latest::circle), latest.map(Latest::lastEvent), events);
    }

    /** An append to a state that no event has led to. */
    public static Append appendTo(Circle state, CircleEvent... events) {
        var nowhere = new LastEvent(state.version(), UUID.randomUUID().toString());
        return append(state.id(), Optional.of(state), Optional.of(nowhere), events);
    }

    private static Append append(
            StreamId id, Optional<Circle> state, Optional<LastEvent> decidedOn, CircleEvent... events) {
        var recorded = new ArrayList<NewEvent>();
        var after = state;
        for (var event : events) {
            recorded.add(newEvent(event));
            after = Optional.of(CircleDecider.evolve(id, after, event));
        }
        return new Append(decidedOn, recorded, after.orElseThrow());
    }

    /** Records events one by one and returns the position of the last. */
    public static GlobalPosition record(EventStore store, StreamId id, CircleEvent... events) {
        return record(store, id, List.of(events));
    }

    public static GlobalPosition record(EventStore store, StreamId id, List<? extends CircleEvent> events) {
        var position = GlobalPosition.START;
        var loaded = store.load(id).latest();
        var state = loaded.map(Latest::circle);
        var decidedOn = loaded.map(Latest::lastEvent);
        for (var event : events) {
            var append = append(id, state, decidedOn, event);
            position = ((Appended) store.append(append)).position();
            state = Optional.of(append.after());
            decidedOn = Optional.of(new LastEvent(
                    append.after().version(), append.events().getLast().id().toString()));
        }
        return position;
    }
}
