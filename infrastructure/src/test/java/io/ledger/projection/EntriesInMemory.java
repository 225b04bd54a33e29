package io.ledger.projection;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Fold;
import io.ledger.core.log.Complete;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogEntry.Foreign;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.LogPlace;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A log in memory whose entries are given one by one, good or bad, and which tells what was loaded from it. */
final class EntriesInMemory implements EventLog<CircleEvent>, EventStore<Circle> {

    private static final Instant TIME = Instant.parse("2026-04-01T09:00:00Z");

    private final List<LogEntry<CircleEvent>> entries = new ArrayList<>();
    private final List<StreamId> loaded = new ArrayList<>();

    /** An event of a circle. */
    static Recorded<CircleEvent> recorded(int position, StreamId id, int version, CircleEvent event) {
        return new Recorded<>(
                new GlobalPosition(position),
                new UUID(7, position),
                id,
                version,
                TIME.plusSeconds(position),
                EventMetadata.NONE,
                event);
    }

    /** An event of something else. */
    static Foreign<CircleEvent> foreign(int position) {
        return new Foreign<>(new GlobalPosition(position), new UUID(8, position).toString(), "room");
    }

    void add(LogEntry<CircleEvent> entry) {
        entries.add(entry);
    }

    /** Makes these events of a circle the only ones of the log. */
    List<Recorded<CircleEvent>> history(StreamId id, CircleEvent... events) {
        entries.clear();
        var history = new ArrayList<Recorded<CircleEvent>>();
        for (var event : events) {
            var version = history.size() + 1;
            history.add(recorded(version, id, version, event));
        }
        entries.addAll(history);
        return history;
    }

    /** The streams that were loaded, one after the other. */
    List<StreamId> loaded() {
        return loaded;
    }

    @Override
    public Complete<Optional<Versioned<Circle>>> load(StreamId id) {
        loaded.add(id);
        return new Complete<>(head(), state(id));
    }

    /** What the events of a stream give. */
    Optional<Versioned<Circle>> state(StreamId id) {
        var fold = Fold.start(CircleStreams.AGGREGATE, id);
        var createdAt = GlobalPosition.START;
        var latest = Optional.<Versioned<Circle>>empty();
        for (var entry : entries) {
            if (entry instanceof Recorded<CircleEvent> event && event.stream().equals(id)) {
                fold = fold.then(event.version(), new Parsed.Valid<>(event.event()));
                createdAt = event.version() == 1 ? event.position() : createdAt;
                latest = Optional.of(new Versioned<>(
                        id,
                        fold.version(),
                        fold.state().orElseThrow(),
                        createdAt,
                        event.position(),
                        event.occurredAt(),
                        event.eventId()));
            }
        }
        return latest;
    }

    @Override
    public AppendResult append(Append append) {
        throw new UnsupportedOperationException("entries are added");
    }

    @Override
    public List<LogEntry<CircleEvent>> readFrom(GlobalPosition position, int limit) {
        return entries.stream()
                .filter(entry -> !entry.position().isBefore(position))
                .limit(limit)
                .toList();
    }

    @Override
    public List<LogEntry<CircleEvent>> replayFrom(GlobalPosition position, int limit) {
        return readFrom(position, limit);
    }

    @Override
    public LogPlace end() {
        return entries.isEmpty() ? LogPlace.START : at(entries.getLast().position());
    }

    @Override
    public LogPlace at(GlobalPosition position) {
        return entries.stream()
                .filter(entry -> entry.position().equals(position))
                .map(entry -> new LogPlace(position, entry.eventId()))
                .findAny()
                .orElseGet(() -> new LogPlace(position, ""));
    }

    @Override
    public Ends ends() {
        return new Ends(head(), Optional.of(head()), 0);
    }
}
