package io.ledger.testkit.contract;

import io.ledger.core.log.LogEntry;
import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.Fold;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotentRequest;
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

/**
 * Appends to the streams of one aggregate, made as a command handler makes them.
 *
 * @param <S> states
 * @param <E> events
 */
public final class SampleStreams<S, E> {

    /** When every event happens. */
    public static final Instant TIME = Instant.parse("2026-04-01T09:00:00.123456Z");

    /** Who causes every event. */
    public static final EventMetadata METADATA = new EventMetadata("mika", "request-1", "command-1");

    /** The fingerprint of every request. */
    public static final String FINGERPRINT = "f".repeat(64);

    private final Aggregate<?, S, E, ?> aggregate;

    public SampleStreams(Aggregate<?, S, E, ?> aggregate) {
        this.aggregate = aggregate;
    }

    /** The id of a stream that is not there yet. */
    public StreamId newId() {
        return StreamId.of(aggregate.category(), UUID.randomUUID());
    }

    /** An event on its way into the log. */
    public NewEvent<E> newEvent(E event) {
        return new NewEvent<>(UUID.randomUUID(), TIME, METADATA, event);
    }

    /** An append right after what was loaded, which may be nothing. */
    public Append append(StreamId id, Optional<Versioned<S>> latest, List<E> events) {
        return append(fold(id, latest), latest.map(Versioned::lastEvent), events);
    }

    /** An append that creates a stream. */
    public Append create(StreamId id, List<E> events) {
        return append(id, Optional.empty(), events);
    }

    /** An append to a history of the same events as another one, in which every event has another id. */
    public Append appendElsewhere(StreamId id, List<E> history, List<E> events) {
        var fold = Fold.start(aggregate, id).thenAll(history);
        var elsewhere = new LastEvent(fold.version(), UUID.randomUUID().toString());
        return append(fold, Optional.of(elsewhere), events);
    }

    private Append append(Fold<S, E> before, Optional<LastEvent> decidedOn, List<E> events) {
        var recorded = events.stream().map(this::newEvent).toList();
        var after = before.thenAll(events).state().orElseThrow();
        return new Append(new StreamAppend<>(aggregate, before.stream(), decidedOn, recorded, after));
    }

    private Fold<S, E> fold(StreamId id, Optional<Versioned<S>> latest) {
        return latest.map(it -> Fold.from(aggregate, id, it.version(), it.state()))
                .orElseGet(() -> Fold.start(aggregate, id));
    }

    /** Records events one by one and returns the position of the last. */
    public GlobalPosition record(EventStore<S> store, StreamId id, List<E> events) {
        var position = GlobalPosition.START;
        for (var event : events) {
            var append = append(id, store.load(id).value(), List.of(event));
            position = ((Appended) store.append(append)).position();
        }
        return position;
    }

    /** All of the streams in one append. */
    public static Append together(Append... appends) {
        return new Append(
                Stream.of(appends)
                        .<StreamAppend<?, ?>>flatMap(append -> append.streams().stream())
                        .toList(),
                Optional.empty());
    }

    /** The same append, as it follows from a request with a key. */
    public static Append requested(IdempotencyKey key, Append append) {
        return new Append(append.streams(), Optional.of(new IdempotentRequest(key, FINGERPRINT)));
    }

    /** Whether an entry of the log is one of another category's streams. */
    static boolean isForeign(LogEntry<?> entry, String category) {
        return entry instanceof LogEntry.Foreign<?> foreign && foreign.category().equals(category);
    }

    /** What could be read. */
    static <T> T value(Parsed<T> parsed) {
        return parsed.orElseThrow(IllegalStateException::new);
    }
}
