package io.circleledger.query;

import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.eventstore.Append;
import io.circleledger.domain.eventstore.NewEvent;
import io.circleledger.domain.eventstore.StoredCircle.Latest;
import io.circleledger.domain.eventstore.StoredCircle;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.RecordedEvent;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.EventMetadata;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A whole event store in a list; it counts how often it was asked, and may be down. */
final class InMemoryLedger implements EventStore {

    private final List<RecordedEvent> log = new CopyOnWriteArrayList<>();
    private final AtomicInteger loads = new AtomicInteger();
    private volatile boolean down;

    @Override
    public StoredCircle load(StreamId id) {
        loads.incrementAndGet();
        if (down) {
            throw StoreUnavailableException.of("event store", new IllegalStateException("down"));
        }
        var stream = stream(id);
        var events = stream.stream().map(RecordedEvent::event).toList();
        var latest = CircleDecider.replay(id, events)
                .map(circle -> new Latest(
                        circle,
                        stream.getFirst().position(),
                        stream.getLast().position(),
                        stream.getLast().occurredAt(),
                        stream.getLast().eventId()));
        return new StoredCircle(head(), latest);
    }

    @Override
    public AppendResult append(Append append) {
        var id = append.after().id();
        if (stream(id).size() != append.expectedVersion().value()) {
            return new AppendResult.VersionConflict(stream(id).size());
        }
        append.events().forEach(event -> record(id, event));
        return new AppendResult.Appended(head());
    }

    void record(StreamId id, CircleEvent... events) {
        var metadata = new EventMetadata("staff", "request", "request");
        for (var event : events) {
            record(id, new NewEvent(new UUID(0, log.size() + 1L), Instant.EPOCH, metadata, event));
        }
    }

    private void record(StreamId id, NewEvent event) {
        log.add(new RecordedEvent(
                new GlobalPosition(log.size() + 1L),
                event.id(),
                id,
                stream(id).size() + 1,
                event.occurredAt(),
                event.metadata(),
                event.event()));
    }

    /** Forgets the last event, as a database does that was restored from a backup. */
    void loseLast() {
        log.removeLast();
    }

    void takeDown(boolean value) {
        down = value;
    }

    int loads() {
        return loads.get();
    }

    List<RecordedEvent> log() {
        return log;
    }

    List<RecordedEvent> stream(StreamId id) {
        return log.stream().filter(event -> event.circleId().equals(id)).toList();
    }

    GlobalPosition head() {
        return new GlobalPosition(log.size());
    }
}
