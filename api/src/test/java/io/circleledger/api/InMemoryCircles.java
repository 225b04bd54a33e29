package io.circleledger.api;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.PersonTags;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.Parsed;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.decide.Fold;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.Complete;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.QueriedLog;
import io.ledger.core.stream.Versioned;
import io.ledger.http.routes.ProjectionStatus;
import io.ledger.testkit.InMemoryHistories;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A ledger that lives in memory: the log with its versions, positions and conflicts, and the views
 * that follow from it.
 *
 * <p>It can be told to be out of order in the ways a ledger can.
 */
final class InMemoryCircles
        implements EventStore<Circle>, IdempotencyRecords, DocumentReader<CircleView>, ProjectionStatus {

    /** How the ledger is out of order. */
    enum Trouble {
        NONE,
        STORE_DOWN,
        VIEWS_DOWN,
        APPEND_UNCONFIRMED,
        BUG
    }

    /** One event with its places. */
    record Row(StreamId circleId, int version, Instant occurredAt, EventMetadata metadata, CircleEvent event) {}

    private final List<Row> log = new ArrayList<>();
    private final Map<IdempotencyKey, RecordedAnswer> answers = new HashMap<>();
    private final Set<Long> unreadable = new HashSet<>();
    private Trouble trouble = Trouble.NONE;
    private Optional<String> doesNotLast = Optional.empty();
    private long viewsReach = Long.MAX_VALUE;
    private Runnable beforeAppend = () -> {};

    /** What is wrong with the views, as the projection says it. */
    synchronized void doesNotLast(String reason) {
        doesNotLast = Optional.of(reason);
    }

    synchronized void trouble(Trouble next) {
        trouble = next;
    }

    /** Lets the views have events up to a position only. */
    synchronized void viewsReach(long position) {
        viewsReach = position;
    }

    /** Runs in the middle of each append that follows. */
    synchronized void beforeAppend(Runnable action) {
        beforeAppend = action;
    }

    synchronized List<Row> rows() {
        return List.copyOf(log);
    }

    synchronized GlobalPosition head() {
        return new GlobalPosition(log.size());
    }

    synchronized int size() {
        return log.size();
    }

    /** Puts an event into the log that no decision led to. */
    synchronized void force(StreamId id, CircleEvent event) {
        var version =
                (int) log.stream().filter(row -> row.circleId().equals(id)).count() + 1;
        log.add(new Row(id, version, Instant.EPOCH, new EventMetadata("test", "test", "test"), event));
    }

    /** The same log, read by circle and version. */
    Histories<Circle, CircleEvent> histories() {
        return new InMemoryHistories<>(CircleStreams.AGGREGATE, this::recorded, this::head);
    }

    private synchronized List<InMemoryHistories.Row<CircleEvent>> recorded() {
        checkStore();
        var recorded = new ArrayList<InMemoryHistories.Row<CircleEvent>>();
        for (var row : log) {
            var position = recorded.size() + 1L;
            recorded.add(new InMemoryHistories.Row<>(
                    row.circleId(),
                    new Histories.Entry<>(
                            new GlobalPosition(position),
                            row.version(),
                            new UUID(0, position).toString(),
                            CircleStreams.AGGREGATE.events().encode(row.event()).eventType(),
                            row.occurredAt(),
                            row.metadata(),
                            unreadable.contains(position)
                                    ? new Parsed.Invalid<>("unreadable")
                                    : new Parsed.Valid<>(row.event()))));
        }
        return recorded;
    }

    /** The same log, read by the tags of people. */
    QueriedLog<CircleEvent> queried() {
        return (query, after, limit) -> {
            var found = new ArrayList<LogEntry<CircleEvent>>();
            var all = rows();
            for (var position = (int) after.value() + 1; position <= all.size() && found.size() < limit; position++) {
                var row = all.get(position - 1);
                if (query.takes(Circles.CATEGORY, "", new PersonTags().tags(Optional.empty(), row.event()))) {
                    found.add(new LogEntry.Recorded<>(
                            new GlobalPosition(position),
                            new UUID(0, position),
                            row.circleId(),
                            row.version(),
                            row.occurredAt(),
                            row.metadata(),
                            row.event()));
                }
            }
            return new Complete<>(
                    found.size() < limit ? head() : found.getLast().position(), found);
        };
    }

    /** Makes the event at a position one that no server can read. */
    synchronized void makeUnreadable(long position) {
        unreadable.add(position);
    }

    @Override
    public synchronized Complete<Optional<Versioned<Circle>>> load(StreamId id) {
        checkStore();
        return new Complete<>(new GlobalPosition(log.size()), folded(id, log.size()));
    }

    /** The circle as the events up to a position left it. */
    private Optional<Versioned<Circle>> folded(StreamId id, long upTo) {
        var fold = Fold.start(CircleStreams.AGGREGATE, id);
        var latest = Optional.<Versioned<Circle>>empty();
        for (var position = 1; position <= upTo; position++) {
            var row = log.get(position - 1);
            if (row.circleId().equals(id)) {
                fold = fold.then(row.event());
                var here = new GlobalPosition(position);
                latest = Optional.of(new Versioned<>(
                        id,
                        fold.version(),
                        fold.state().orElseThrow(),
                        latest.map(Versioned::createdAt).orElse(here),
                        here,
                        row.occurredAt(),
                        new UUID(0, position).toString()));
            }
        }
        return latest;
    }

    @Override
    public AppendResult append(Append append) {
        Runnable action;
        synchronized (this) {
            checkStore();
            action = beforeAppend;
        }
        action.run();
        return record(append);
    }

    private synchronized AppendResult record(Append append) {
        var change = append.first();
        var id = change.stream();
        var current =
                (int) log.stream().filter(row -> row.circleId().equals(id)).count();
        var answered = append.request().map(IdempotentRequest::key).map(answers::get);
        if (answered.isPresent()) {
            return new AppendResult.AlreadyAnswered(answered.get());
        }
        if (current != change.expectedVersion().value()) {
            return new AppendResult.VersionConflict(id, current);
        }
        var version = current;
        for (var event : change.events()) {
            log.add(new Row(id, ++version, event.occurredAt(), event.metadata(), (CircleEvent) event.event()));
        }
        var position = new GlobalPosition(log.size());
        append.request()
                .ifPresent(request -> answers.put(
                        request.key(), new RecordedAnswer(request.fingerprint(), id, change.versionAfter(), position)));
        if (trouble == Trouble.APPEND_UNCONFIRMED) {
            throw StoreUnavailableException.outcomeUnknown("database", new IOException("connection reset"));
        }
        return new AppendResult.Appended(position);
    }

    @Override
    public synchronized Optional<RecordedAnswer> find(IdempotencyKey key) {
        checkStore();
        return Optional.ofNullable(answers.get(key));
    }

    @Override
    public synchronized RecordedAnswer remember(IdempotencyKey key, RecordedAnswer answer) {
        checkStore();
        return answers.computeIfAbsent(key, _ -> answer);
    }

    @Override
    public int forget(Duration age, int limit) {
        throw new UnsupportedOperationException("requests forget nothing");
    }

    private void checkStore() {
        if (trouble == Trouble.STORE_DOWN) {
            throw StoreUnavailableException.of("database", new IOException("refused, password hunter2"));
        }
        if (trouble == Trouble.BUG) {
            throw new IllegalStateException("secret inner state");
        }
    }

    @Override
    public synchronized Overview state() {
        checkViews();
        var parked = log.stream()
                .map(Row::circleId)
                .distinct()
                .flatMap(id -> corruption(id).stream())
                .toList();
        var search = new ModelStatus("circle_id", reach(), Duration.ofMillis(1500), parked, Optional.empty());
        var others = new LinkedHashMap<>(Map.of("search", search));
        return new Overview(reach(), new GlobalPosition(log.size()), Duration.ZERO, 7, 2, parked, others, doesNotLast);
    }

    private Optional<ParkedStream> corruption(StreamId id) {
        try {
            load(id);
            return Optional.empty();
        } catch (CorruptStreamException corrupt) {
            return Optional.of(new ParkedStream(
                    id.id(), corrupt.version(), new GlobalPosition(log.size()), corrupt.reason(), Instant.EPOCH));
        }
    }

    @Override
    public synchronized Retry retry(StreamId id) {
        return corruption(id)
                .<Retry>map(parked -> new Retry.StillParked(parked.version(), parked.reason()))
                .orElseGet(() -> load(id).value().isPresent() ? new Retry.Shown() : new Retry.UnknownStream());
    }

    @Override
    public synchronized Complete<Optional<CircleView>> find(StreamId id) {
        checkViews();
        return new Complete<>(reach(), view(id));
    }

    @Override
    public synchronized Page<CircleView> page(GlobalPosition createdAfter, int limit) {
        return page(createdAfter, limit, CircleStreams.PROJECTION, reach().value());
    }

    /** All circles there ever were. */
    synchronized Page<CircleView> everyCircle() {
        return page(GlobalPosition.START, Integer.MAX_VALUE, CircleStreams.SEARCHED, reach().value());
    }

    /** The same as it was before the first event after a time. */
    synchronized Page<CircleView> circlesAsOf(Instant time) {
        var upTo =
                log.stream().takeWhile(row -> !row.occurredAt().isAfter(time)).count();
        return page(GlobalPosition.START, Integer.MAX_VALUE, CircleStreams.SEARCHED, upTo);
    }

    private Page<CircleView> page(
            GlobalPosition createdAfter,
            int limit,
            ViewProjection<Circle, CircleEvent, CircleView> projection,
            long upTo) {
        checkViews();
        var listed = new ArrayList<Listed<CircleView>>();
        var total = 0;
        for (var position = 1; position <= upTo; position++) {
            var row = log.get(position - 1);
            var view = folded(row.circleId(), upTo).flatMap(projection::view);
            if (row.version() != 1 || view.isEmpty()) {
                continue;
            }
            total++;
            if (position > createdAfter.value()) {
                listed.add(new Listed<>(new GlobalPosition(position), row.circleId(), view));
            }
        }
        return new Page<>(reach(), listed.subList(0, Math.min(limit, listed.size())), listed.size() > limit, total);
    }

    private void checkViews() {
        if (trouble == Trouble.VIEWS_DOWN || trouble == Trouble.STORE_DOWN) {
            throw StoreUnavailableException.of("read model", new IOException("refused"));
        }
        if (trouble == Trouble.BUG) {
            throw new IllegalStateException("secret inner state");
        }
    }

    private GlobalPosition reach() {
        return new GlobalPosition(Math.min(viewsReach, log.size()));
    }

    private Optional<CircleView> view(StreamId id) {
        return folded(id, reach().value())
                .filter(circle -> !circle.state().dissolved())
                .map(CircleView::of);
    }
}
