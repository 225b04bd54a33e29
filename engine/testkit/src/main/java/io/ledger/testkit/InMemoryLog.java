package io.ledger.testkit;

import io.ledger.core.Parsed;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.Fold;
import io.ledger.core.decide.Tag;
import io.ledger.core.log.Complete;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogPlace;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.EventQuery;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.LastEvent;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.stream.QueriedLog;
import io.ledger.core.stream.StreamAppend;
import io.ledger.core.stream.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A whole log in a list, in the plainest way, with doors for what goes wrong elsewhere: something may happen right before
 * an append, the store may be down, and the log may lose its end. It counts what it was asked.
 */
public final class InMemoryLog implements IdempotencyRecords {

    /** An event in the log, with the aggregate that knows its type. */
    private record Row(
            GlobalPosition position,
            UUID id,
            StreamId stream,
            int version,
            Instant occurredAt,
            EventMetadata metadata,
            Object event,
            String type,
            Set<Tag> tags) {}

    private final List<Row> rows = new ArrayList<>();
    private final List<Append> appends = new ArrayList<>();
    private final RememberedAnswers answers = new RememberedAnswers();
    private int loads;
    private long given;
    private Runnable beforeAppend = () -> {};
    private Runnable afterAppend = () -> {};
    private Optional<RuntimeException> down = Optional.empty();

    /** The streams of a category, as the command side reads and changes them. */
    public <S, E> EventStore<S> store(Aggregate<?, S, E, ?> aggregate) {
        return new EventStore<>() {
            @Override
            public Complete<Optional<Versioned<S>>> load(StreamId id) {
                return InMemoryLog.this.load(aggregate, id);
            }

            @Override
            public AppendResult append(Append append) {
                return InMemoryLog.this.append(append);
            }
        };
    }

    /** The log as a reader of one category sees it. */
    public <E> EventLog<E> log(Aggregate<?, ?, E, ?> aggregate) {
        return new EventLog<>() {
            @Override
            public List<LogEntry<E>> readFrom(GlobalPosition position, int limit) {
                return entries(aggregate, position, checkLimit(limit), Row::metadata);
            }

            @Override
            public List<LogEntry<E>> replayFrom(GlobalPosition position, int limit) {
                return entries(aggregate, position, checkLimit(limit), _ -> EventMetadata.NONE);
            }

            @Override
            public LogPlace end() {
                return at(InMemoryLog.this.head());
            }

            @Override
            public LogPlace at(GlobalPosition position) {
                return place(position);
            }

            @Override
            public Ends ends() {
                return new Ends(InMemoryLog.this.head(), Optional.of(InMemoryLog.this.head()), 0);
            }
        };
    }

    private static int checkLimit(int limit) {
        if (limit < 1 || limit > EventLog.MAX_PAGE) {
            throw new IllegalArgumentException("A page of the log has 1 to " + EventLog.MAX_PAGE);
        }
        return limit;
    }

    /** The log as those read it who decide by events of several streams. */
    public <E> QueriedLog<E> queried(Aggregate<?, ?, E, ?> aggregate) {
        return (query, after, limit) -> matching(aggregate, query, after, limit);
    }

    private synchronized <E> Complete<List<LogEntry<E>>> matching(
            Aggregate<?, ?, E, ?> aggregate, EventQuery query, GlobalPosition after, int limit) {
        if (limit < 1 || limit > QueriedLog.MAX_PAGE) {
            throw new IllegalArgumentException("A page of a query has 1 to " + QueriedLog.MAX_PAGE);
        }
        var taken = rows.stream()
                .filter(row -> query.takes(row.stream().category(), row.type(), row.tags()))
                .map(Row::position)
                .collect(Collectors.toSet());
        var entries =
                entries(aggregate, new GlobalPosition(after.value() + 1), Integer.MAX_VALUE, Row::metadata).stream()
                        .filter(entry -> taken.contains(entry.position()))
                        .limit(limit)
                        .toList();
        return new Complete<>(
                entries.size() < limit ? head() : entries.getLast().position(), entries);
    }

    /** The histories of the streams of a category. */
    public <S, E> InMemoryHistories<S, E> histories(Aggregate<?, S, E, ?> aggregate) {
        return new InMemoryHistories<>(aggregate, () -> history(aggregate), this::head);
    }

    private synchronized <S, E> Complete<Optional<Versioned<S>>> load(Aggregate<?, S, E, ?> aggregate, StreamId id) {
        failWhenDown();
        loads++;
        return new Complete<>(head(), state(aggregate, id));
    }

    private <S, E> Optional<Versioned<S>> state(Aggregate<?, S, E, ?> aggregate, StreamId id) {
        var stream = recorded(aggregate, id);
        if (stream.isEmpty()) {
            return Optional.empty();
        }
        var last = stream.getLast();
        var fold = Fold.start(aggregate, id)
                .thenAll(stream.stream().map(LogEntry.Recorded::event).toList());
        return Optional.of(new Versioned<>(
                id,
                fold.version(),
                fold.state().orElseThrow(),
                stream.getFirst().position(),
                last.position(),
                last.occurredAt(),
                last.eventId()));
    }

    private synchronized AppendResult append(Append append) {
        appends.add(append);
        beforeAppend.run();
        failWhenDown();
        var lastId = append.streams().getLast().events().getLast().id();
        var before = rows.stream().filter(row -> row.id().equals(lastId)).findAny();
        if (before.isPresent()) {
            return new AppendResult.Appended(before.get().position());
        }
        var answered = append.request().map(IdempotentRequest::key).flatMap(answers::find);
        if (answered.isPresent()) {
            return new AppendResult.AlreadyAnswered(answered.get());
        }
        for (var stream : append.streams()) {
            var refusal = refusal(stream);
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        for (var condition : append.conditions()) {
            var matched = rows.stream()
                    .filter(row -> condition.after().isBefore(row.position()))
                    .filter(row ->
                            condition.failIfEventsMatch().takes(row.stream().category(), row.type(), row.tags()))
                    .findFirst();
            if (matched.isPresent()) {
                return new AppendResult.ConditionFailed(matched.get().position());
            }
        }
        var firstEnd =
                new GlobalPosition(rows.size() + (long) append.first().events().size());
        append.streams().forEach(this::record);
        append.request().ifPresent(request -> {
            var first = append.first();
            var answer = new RecordedAnswer(request.fingerprint(), first.stream(), first.versionAfter(), firstEnd);
            answers.remember(request.key(), answer);
        });
        afterAppend.run();
        return new AppendResult.Appended(head());
    }

    private Optional<AppendResult> refusal(StreamAppend<?, ?> append) {
        var stream = rows(append.stream());
        if (stream.size() != append.expectedVersion().value()) {
            return Optional.of(new AppendResult.VersionConflict(append.stream(), stream.size()));
        }
        var last = append.decidedOn().map(LastEvent::eventId);
        return last.isPresent() && !last.get().equals(stream.getLast().id().toString())
                ? Optional.of(new AppendResult.HistoryConflict())
                : Optional.empty();
    }

    private <S, E> void record(StreamAppend<S, E> append) {
        append.events()
                .forEach(event -> record(
                        append.stream(),
                        event,
                        append.aggregate().events().encode(event.event()).eventType()));
        var state = state(append.aggregate(), append.stream()).map(Versioned::state);
        if (!state.equals(Optional.of(append.after()))) {
            throw new AssertionError("the state after the append is " + state + " and not " + append.after());
        }
    }

    private void record(StreamId id, NewEvent<?> event, String type) {
        rows.add(new Row(
                new GlobalPosition(rows.size() + 1L),
                event.id(),
                id,
                rows(id).size() + 1,
                event.occurredAt(),
                event.metadata(),
                event.event(),
                type,
                event.tags()));
    }

    /** Puts events into the log that no decision led to, as by somebody else's hand. */
    @SafeVarargs
    public final synchronized <E> void record(StreamId id, Instant occurredAt, EventMetadata metadata, E... events) {
        for (var event : events) {
            record(id, new NewEvent<>(new UUID(0, ++given), occurredAt, metadata, event), "");
        }
    }

    @Override
    public synchronized Optional<RecordedAnswer> find(IdempotencyKey key) {
        failWhenDown();
        return answers.find(key);
    }

    @Override
    public synchronized RecordedAnswer remember(IdempotencyKey key, RecordedAnswer answer) {
        failWhenDown();
        return answers.remember(key, answer);
    }

    @Override
    public synchronized int forget(Duration age, int limit) {
        failWhenDown();
        return answers.forget(age, limit);
    }

    /** Lets this happen after a command has loaded and before its append is judged. */
    public synchronized void beforeAppend(Runnable happening) {
        beforeAppend = happening;
    }

    /** Lets this happen once an append is recorded and before its answer is given. */
    public synchronized void afterAppend(Runnable happening) {
        afterAppend = happening;
    }

    /** Lets every question fail from now on. */
    public synchronized void takeDown(RuntimeException failure) {
        down = Optional.of(failure);
    }

    /** Lets every question fail from now on, as a database that does not answer. */
    public void takeDown() {
        takeDown(StoreUnavailableException.of("event store", new IllegalStateException("down")));
    }

    public synchronized void bringUp() {
        down = Optional.empty();
    }

    /** Takes back the last events, as a database does that was not durable or was restored from a backup. */
    public synchronized void loseTheEnd(int events) {
        rows.subList(rows.size() - events, rows.size()).clear();
    }

    /** How often a stream was read. */
    public synchronized int loads() {
        return loads;
    }

    /** Every append that was tried. */
    public synchronized List<Append> appends() {
        return List.copyOf(appends);
    }

    public synchronized GlobalPosition head() {
        return new GlobalPosition(rows.size());
    }

    /** The events of a category in the order of the log. */
    public synchronized <E> List<LogEntry.Recorded<E>> recorded(Aggregate<?, ?, E, ?> aggregate) {
        return rows.stream()
                .filter(row -> row.stream().category().equals(aggregate.category()))
                .map(row -> entry(aggregate, row, row.metadata()))
                .toList();
    }

    /** The events of one stream. */
    public synchronized <E> List<LogEntry.Recorded<E>> recorded(Aggregate<?, ?, E, ?> aggregate, StreamId id) {
        return rows(id).stream()
                .map(row -> entry(aggregate, row, row.metadata()))
                .toList();
    }

    private synchronized <E> List<InMemoryHistories.Row<E>> history(Aggregate<?, ?, E, ?> aggregate) {
        failWhenDown();
        return recorded(aggregate).stream()
                .map(event -> new InMemoryHistories.Row<>(
                        event.stream(),
                        new Histories.Entry<>(
                                event.position(),
                                event.version(),
                                event.eventId(),
                                aggregate.events().encode(event.event()).eventType(),
                                event.occurredAt(),
                                event.metadata(),
                                new Parsed.Valid<>(event.event()))))
                .toList();
    }

    private List<Row> rows(StreamId id) {
        return rows.stream().filter(row -> row.stream().equals(id)).toList();
    }

    private synchronized <E> List<LogEntry<E>> entries(
            Aggregate<?, ?, E, ?> aggregate,
            GlobalPosition position,
            int limit,
            Function<Row, EventMetadata> metadata) {
        failWhenDown();
        return rows.stream()
                .filter(row -> !row.position().isBefore(position))
                .limit(limit)
                .<LogEntry<E>>map(row -> row.stream().category().equals(aggregate.category())
                        ? entry(aggregate, row, metadata.apply(row))
                        : new LogEntry.Foreign<>(
                                row.position(),
                                row.id().toString(),
                                row.stream().category()))
                .toList();
    }

    private synchronized LogPlace place(GlobalPosition position) {
        failWhenDown();
        if (position.equals(GlobalPosition.START)) {
            return LogPlace.START;
        }
        return position.value() <= rows.size()
                ? new LogPlace(
                        position, rows.get((int) position.value() - 1).id().toString())
                : new LogPlace(position, "");
    }

    /** The category says of which type the event is. */
    @SuppressWarnings("unchecked")
    private static <E> LogEntry.Recorded<E> entry(Aggregate<?, ?, E, ?> aggregate, Row row, EventMetadata metadata) {
        if (!row.stream().category().equals(aggregate.category())) {
            throw new IllegalArgumentException("The stream is not one of the aggregate's");
        }
        return new LogEntry.Recorded<>(
                row.position(), row.id(), row.stream(), row.version(), row.occurredAt(), metadata, (E) row.event());
    }

    private void failWhenDown() {
        if (down.isPresent()) {
            throw down.get();
        }
    }
}
