package io.circleledger.infrastructure.contract;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.Circles;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Fold;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.LastEvent;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.stream.StreamAppend;
import io.ledger.core.stream.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Circles and appends to try stores with. */
public final class SampleHistories {

    public static final Instant TIME = Instant.parse("2026-04-01T09:00:00.123456Z");
    public static final EventMetadata METADATA = new EventMetadata("mika", "request-1", "command-1");

    private SampleHistories() {}

    public static StreamId newId() {
        return Circles.stream(UUID.randomUUID());
    }

    public static CircleCreated created(String name, int capacity) {
        return new CircleCreated(CircleDetails.of(new CircleName(name), new Capacity(capacity)));
    }

    public static CircleUpdated resized(int capacity) {
        return new CircleUpdated(Change.NONE.with(CircleDetails.CAPACITY, new Capacity(capacity)));
    }

    public static NewEvent<CircleEvent> newEvent(CircleEvent event) {
        return new NewEvent<>(UUID.randomUUID(), TIME, METADATA, event);
    }

    /** An append right after what was loaded, which may be nothing. */
    public static Append append(StreamId id, Optional<Versioned<Circle>> latest, CircleEvent... events) {
        return append(
                latest.map(it -> Fold.from(CircleStreams.AGGREGATE, id, it.version(), it.state()))
                        .orElseGet(() -> Fold.start(CircleStreams.AGGREGATE, id)),
                latest.map(Versioned::lastEvent),
                events);
    }

    /** An append to a state that no event has led to. */
    public static Append appendTo(StreamId id, int version, Circle state, CircleEvent... events) {
        var nowhere = new LastEvent(version, UUID.randomUUID().toString());
        return append(Fold.from(CircleStreams.AGGREGATE, id, version, state), Optional.of(nowhere), events);
    }

    private static Append append(
            Fold<Circle, CircleEvent> before, Optional<LastEvent> decidedOn, CircleEvent... events) {
        var recorded = Stream.of(events).map(SampleHistories::newEvent).toList();
        var after = before.thenAll(List.of(events)).state().orElseThrow();
        return new Append(new StreamAppend<>(CircleStreams.AGGREGATE, before.stream(), decidedOn, recorded, after));
    }

    /** Records events one by one and returns the position of the last. */
    public static GlobalPosition record(EventStore<Circle> store, StreamId id, CircleEvent... events) {
        return record(store, id, List.of(events));
    }

    public static GlobalPosition record(EventStore<Circle> store, StreamId id, List<? extends CircleEvent> events) {
        var position = GlobalPosition.START;
        var loaded = store.load(id).value();
        var fold = loaded.map(it -> Fold.from(CircleStreams.AGGREGATE, id, it.version(), it.state()))
                .orElseGet(() -> Fold.start(CircleStreams.AGGREGATE, id));
        var decidedOn = loaded.map(Versioned::lastEvent);
        for (var event : events) {
            var append = append(fold, decidedOn, event);
            position = ((Appended) store.append(append)).position();
            fold = fold.then(event);
            var last = append.first().events().getLast().id().toString();
            decidedOn = Optional.of(new LastEvent(fold.version(), last));
        }
        return position;
    }
}
