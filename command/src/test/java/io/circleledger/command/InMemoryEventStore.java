package io.circleledger.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.eventstore.Append;
import io.circleledger.domain.eventstore.NewEvent;
import io.circleledger.domain.eventstore.StoredCircle.Latest;
import io.circleledger.domain.eventstore.StoredCircle;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.RecordedEvent;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.EventMetadata;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A whole event store in a list, with two doors for what goes wrong elsewhere: something may happen
 * right before an append, and a store may be down.
 */
final class InMemoryEventStore implements EventStore, IdempotencyRecords {

    private final List<RecordedEvent> log = new ArrayList<>();
    private final List<Append> appends = new ArrayList<>();
    private final Map<IdempotencyKey, RecordedAnswer> answers = new HashMap<>();
    private int loads;
    private long given;
    private Runnable beforeAppend = () -> {};
    private Runnable afterAppend = () -> {};
    private Optional<StoreUnavailableException> down = Optional.empty();

    @Override
    public StoredCircle load(StreamId id) {
        failWhenDown();
        loads++;
        return fold(id);
    }

    private StoredCircle fold(StreamId id) {
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
        appends.add(append);
        beforeAppend.run();
        failWhenDown();
        var id = append.after().id();
        var lastId = append.events().getLast().id();
        var before = log.stream().filter(event -> event.id().equals(lastId)).findAny();
        if (before.isPresent()) {
            return new AppendResult.Appended(before.get().position());
        }
        var answered = append.request().map(IdempotentRequest::key).map(answers::get);
        if (answered.isPresent()) {
            return new AppendResult.AlreadyAnswered(answered.get());
        }
        if (version(id) != append.expectedVersion().value()) {
            return new AppendResult.VersionConflict(version(id));
        }
        if (append.decidedOn()
                .filter(last -> !last.eventId().equals(stream(id).getLast().eventId()))
                .isPresent()) {
            return new AppendResult.HistoryConflict();
        }
        append.events().forEach(event -> record(id, event));
        append.request()
                .ifPresent(request -> answers.put(
                        request.key(),
                        new RecordedAnswer(
                                request.fingerprint(), id, append.after().version(), head())));
        assertThat(fold(id).circle()).as("the state after the append").contains(append.after());
        afterAppend.run();
        return new AppendResult.Appended(head());
    }

    @Override
    public Optional<RecordedAnswer> find(IdempotencyKey key) {
        failWhenDown();
        return Optional.ofNullable(answers.get(key));
    }

    @Override
    public RecordedAnswer remember(IdempotencyKey key, RecordedAnswer answer) {
        failWhenDown();
        return answers.computeIfAbsent(key, _ -> answer);
    }

    @Override
    public int forget(Duration age, int limit) {
        throw new UnsupportedOperationException("commands forget nothing");
    }

    /** Records what happened to a circle before, or by somebody else's hand. */
    void given(StreamId id, Instant occurredAt, CircleEvent... events) {
        var metadata = new EventMetadata("somebody", "else", "else");
        for (var event : events) {
            record(id, new NewEvent(new UUID(0, ++given), occurredAt, metadata, event));
        }
    }

    private void record(StreamId id, NewEvent event) {
        log.add(new RecordedEvent(
                new GlobalPosition(log.size() + 1L),
                event.id(),
                id,
                version(id) + 1,
                event.occurredAt(),
                event.metadata(),
                event.event()));
    }

    /** Lets this happen after a command has loaded and before its append is judged. */
    void beforeAppend(Runnable happening) {
        beforeAppend = happening;
    }

    /** Lets this happen once an append is recorded and before its answer is given. */
    void afterAppend(Runnable happening) {
        afterAppend = happening;
    }

    void takeDown(StoreUnavailableException failure) {
        down = Optional.of(failure);
    }

    /** Takes back the last events, as a database may that was not durable. */
    void loseTheEnd(int events) {
        log.subList(log.size() - events, log.size()).clear();
    }

    /** How often a circle was read. */
    int loads() {
        return loads;
    }

    List<Append> appends() {
        return List.copyOf(appends);
    }

    List<RecordedEvent> log() {
        return List.copyOf(log);
    }

    List<RecordedEvent> stream(StreamId id) {
        return log.stream().filter(event -> event.circleId().equals(id)).toList();
    }

    private int version(StreamId id) {
        return stream(id).size();
    }

    private GlobalPosition head() {
        return new GlobalPosition(log.size());
    }

    private void failWhenDown() {
        if (down.isPresent()) {
            throw down.get();
        }
    }
}
