package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledger.core.StreamId;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.document.Document;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.read.Floor;
import io.ledger.core.read.HistoryQueries;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.AppendResult.HistoryConflict;
import io.ledger.core.stream.AppendResult.VersionConflict;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.core.stream.Histories.Past;
import io.ledger.core.stream.RecentStates;
import io.ledger.core.stream.Versioned;
import io.ledger.projection.ProjectionStep;
import io.ledger.testkit.InMemoryDocumentStore;
import io.ledger.testkit.LedgerStores;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterCommand;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.CounterRejection;
import io.ledger.testkit.counter.Counters;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every aggregate promises, with the stores of a log that it shares with another aggregate: whatever the engine does
 * for one kind of stream it does for this one.
 */
public abstract class AggregateContract<C, S, E, R, V extends Document> extends AggregateRulesContract<C, S, E, R, V> {

    /** Streams of another category in the same log. */
    private static final Aggregate<CounterCommand, Counter, CounterEvent, CounterRejection> COMPANION =
            Counters.aggregate("companion");

    private Optional<LedgerStores> opened = Optional.empty();

    /** Opens the stores of an empty log; called by each test that needs them, once. */
    protected abstract LedgerStores open();

    private LedgerStores stores() {
        var stores = opened.orElseGet(this::open);
        opened = Optional.of(stores);
        return stores;
    }

    @AfterEach
    void closeStores() {
        opened.ifPresent(LedgerStores::close);
    }

    private EventStore<S> store() {
        return stores().store(sample().aggregate());
    }

    private CommandHandler<C, S, E, R> handler() {
        return new CommandHandler<>(
                sample().aggregate(),
                (_, command, _) -> command + "\n",
                store(),
                RecentStates.none(),
                stores().records(),
                _ -> {},
                UUID::randomUUID,
                InstantSource.fixed(SampleStreams.TIME));
    }

    private static Request request(Optional<IdempotencyKey> key) {
        return new Request(SampleStreams.METADATA, key);
    }

    /** A stream that has lived through the first commands of the life, carried out one by one. */
    private StreamId live(int commands) {
        var outcome = handler().create(sample().life().getFirst(), request(Optional.empty()));
        for (var command : sample().life().subList(1, commands)) {
            assertThat(outcome).isInstanceOf(CommandOutcome.Done.class);
            var done = (CommandOutcome.Done<R>) outcome;
            var version = new Precondition.Exactly(new ExpectedVersion(done.version()));
            outcome = handler().change(done.id(), command, version, request(Optional.empty()));
        }
        assertThat(outcome).isInstanceOf(CommandOutcome.Done.class);
        return ((CommandOutcome.Done<R>) outcome).id();
    }

    private StreamId live() {
        return live(sample().life().size());
    }

    /** A stream that nothing here may take notice of. */
    private StreamId companion(int version) {
        var streams = new SampleStreams<>(COMPANION);
        var id = streams.newId();
        streams.record(stores().store(COMPANION), id, Counters.SAMPLE.history(version));
        return id;
    }

    private SampleStreams<S, E> streams() {
        return new SampleStreams<>(sample().aggregate());
    }

    private List<Recorded<E>> recorded(StreamId id) {
        var entries = stores().log(sample().aggregate()).readFrom(GlobalPosition.START, 1_000);
        var recorded = new ArrayList<Recorded<E>>();
        for (var entry : entries) {
            if (entry instanceof Recorded<E> event && event.stream().equals(id)) {
                recorded.add(event);
            }
        }
        return recorded;
    }

    @Test
    void aLifeOfCommandsIsRecordedAndLoaded() {
        companion(3);
        var id = live();

        var latest = store().load(id).value().orElseThrow();
        var wanted = states(id).getLast();
        assertThat(latest.version()).isEqualTo(wanted.version());
        assertThat(latest.state()).isEqualTo(wanted.state());
        assertThat(store().replay(id).value()).contains(latest);
        assertThat(recorded(id)).map(Recorded::event).isEqualTo(events());
    }

    @Test
    void anAppendToAnOldVersionIsAConflictAndOneToAnotherHistoryIsRefused() {
        var events = events();
        var id = streams().newId();
        streams().record(store(), id, events.subList(0, 1));
        var stale = streams().append(id, store().load(id).value(), events.subList(1, 2));
        var elsewhere = streams().appendElsewhere(id, events.subList(0, 1), events.subList(1, 2));

        assertThat(store().append(elsewhere)).isEqualTo(new HistoryConflict());
        streams().record(store(), id, events.subList(1, 2));
        assertThat(store().append(stale)).isEqualTo(new VersionConflict(id, 2));
        assertThat(store().load(id).completeTo()).isEqualTo(new GlobalPosition(2));
    }

    @Test
    void aRequestThatIsSentTwiceIsCarriedOutOnce() {
        var creation = sample().life().getFirst();
        var request = request(Optional.of(new IdempotencyKey("mika", "a")));

        var first = handler().create(creation, request);

        assertThat(first).isInstanceOf(CommandOutcome.Done.class);
        assertThat(handler().create(creation, request)).isEqualTo(first);
        assertThat(stores().log(sample().aggregate()).head()).isEqualTo(((CommandOutcome.Done<R>) first).position());
        var id = ((CommandOutcome.Done<R>) first).id();
        assertThat(store().load(id).value()).isPresent();
        assertThat(handler().change(id, sample().life().get(1), new Precondition.AnyVersion(), request))
                .isEqualTo(new CommandOutcome.KeyReused<R>());
    }

    @Test
    void theLogHasNoGapsAndTheEventsOfOthersAreForeign() {
        companion(2);
        var id = live();
        companion(1);

        var entries = stores().log(sample().aggregate()).readFrom(GlobalPosition.START, 1_000);

        var count = events().size();
        assertThat(entries.stream().map(entry -> entry.position().value()))
                .isEqualTo(IntStream.rangeClosed(1, count + 3)
                        .mapToObj(Long::valueOf)
                        .toList());
        assertThat(Stream.concat(entries.stream().limit(2), entries.stream().skip(count + 2L)))
                .allMatch(entry -> SampleStreams.isForeign(entry, "companion"));
        assertThat(recorded(id)).hasSize(count);
        assertThat(stores().log(COMPANION).readFrom(new GlobalPosition(3), count))
                .allMatch(entry -> SampleStreams.isForeign(entry, id.category()));
    }

    @Test
    void aStreamOfAnotherCategoryIsNoneHere() {
        assertThat(store().load(live()).value()).isPresent();
        var others = companion(6);
        var id = new StreamId(sample().aggregate().category(), others.id());

        assertThat(store().load(id).value()).isEmpty();
        assertThat(store().loadToChange(id).value()).isEmpty();
        assertThat(store().replay(id).value()).isEmpty();
        var histories = stores().histories(sample().aggregate());
        assertThat(histories.after(id, 0, 10).entries()).isEmpty();
        assertThat(histories.before(id, Integer.MAX_VALUE, 10).currentVersion()).isZero();
        assertThat(histories.atVersion(id, 1)).isInstanceOf(Past.Unknown.class);
        assertThat(histories.atTime(id, SampleStreams.TIME)).isInstanceOf(Past.Unknown.class);
    }

    @Test
    void oneAppendMayAddToStreamsOfBothCategories() {
        var id = streams().newId();
        var others = new SampleStreams<>(COMPANION);
        var other = others.newId();
        var append = SampleStreams.together(
                streams().create(id, events()), others.create(other, Counters.SAMPLE.history(2)));

        assertThat(store().append(append)).isEqualTo(new Appended(new GlobalPosition(events().size() + 2L)));

        assertThat(store().load(id).value().map(Versioned::version)).contains(events().size());
        assertThat(stores().store(COMPANION).load(other).value().map(Versioned::version))
                .contains(2);
    }

    @Test
    void everyVersionCanBeLookedBackAt() {
        companion(2);
        var id = live();
        var histories = stores().histories(sample().aggregate());

        for (var wanted : states(id)) {
            assertThat(histories.atVersion(id, wanted.version())).isInstanceOfSatisfying(Past.State.class, past -> {
                assertThat(past.then().state()).isEqualTo(wanted.state());
                assertThat(past.then().version()).isEqualTo(wanted.version());
            });
        }
        var page = histories.after(id, 0, 1_000);
        assertThat(page.currentVersion()).isEqualTo(events().size());
        assertThat(page.entries())
                .map(entry -> SampleStreams.value(entry.event()))
                .isEqualTo(events());
        assertThat(histories.atTime(id, SampleStreams.TIME.minusSeconds(1))).isInstanceOf(Past.NotCreatedYet.class);
    }

    @Test
    void eachFieldSaysWhichEventSetIt() {
        var id = live();
        var queries = new HistoryQueries<>(
                stores().histories(sample().aggregate()), sample().projection(), new Floor(GlobalPosition.START));

        var blame = queries.blame(id, GlobalPosition.START).value().orElseThrow();

        var setBy = new LinkedHashMap<String, Integer>();
        Map<String, Object> before = Map.of();
        for (var state : states(id)) {
            var fields = sample().projection().fields(state.state());
            for (var field : fields.entrySet()) {
                if (!field.getValue().equals(before.get(field.getKey()))) {
                    setBy.put(field.getKey(), state.version());
                }
            }
            before = fields;
        }
        assertThat(blame.fields().keySet()).containsExactlyElementsOf(before.keySet());
        blame.fields()
                .forEach((field, origin) ->
                        assertThat(origin.setBy().version()).as(field).isEqualTo(setBy.get(field)));
    }

    @Test
    void aReadModelFollowsTheLogAndBuiltAnewIsTheSame() {
        var documents = documents();
        var ids = new ArrayList<StreamId>();
        for (var commands = 1; commands <= sample().life().size(); commands++) {
            companion(commands);
            ids.add(live(commands));
            project(documents);
        }
        var rebuilt = documents();
        project(rebuilt);

        assertThat(rebuilt.checkpoint()).isEqualTo(documents.checkpoint());
        assertThat(rebuilt.page(GlobalPosition.START, 100)).isEqualTo(documents.page(GlobalPosition.START, 100));
        for (var id : ids) {
            var wanted = store().load(id).value().flatMap(sample().projection()::view);
            assertThat(documents.find(id).value()).isEqualTo(wanted);
            assertThat(rebuilt.find(id).value()).isEqualTo(wanted);
        }
        assertThat(documents.parked()).isEmpty();
        assertThat(documents.listed()).isPositive();
    }

    @Test
    void verificationFindsNothingUntilADocumentIsAltered() throws InterruptedException {
        var documents = documents();
        companion(4);
        live();
        var id = live(1);
        project(documents);
        assertThat(findings(documents)).isEmpty();

        documents.lose(id);

        assertThat(findings(documents)).hasSize(1).allMatch(line -> line.contains(id.id()));
    }

    @Test
    void theFeedHasEveryEventOfBothCategories() {
        var other = companion(1);
        var id = live();
        var feed = stores().feed(List.of(sample().aggregate(), COMPANION));

        var events = feed.after(GlobalPosition.START, FeedFilter.ALL, 1_000).events();

        assertThat(events)
                .hasSize(events().size() + 1)
                .allMatch(event -> event.unreadable().isEmpty());
        assertThat(events.getFirst().streamId()).isEqualTo(other.id());
        assertThat(events.getFirst().category()).isEqualTo("companion");
        var own = events.subList(1, events.size());
        assertThat(own).allMatch(event -> event.category().equals(id.category()));
        assertThat(own).map(StoredEvent::streamId).containsOnly(id.id());
        for (var i = 0; i < own.size(); i++) {
            var encoded = sample().aggregate().events().encode(events().get(i));
            assertThat(own.get(i).eventType()).isEqualTo(encoded.eventType());
            assertThat(own.get(i).schemaVersion()).isEqualTo(encoded.schemaVersion());
            assertThat(own.get(i).payload()).isEqualTo(encoded.payload());
        }
    }

    @Test
    void anUnreadableEventParksItsStreamAndNoOther() {
        var documents = documents();
        var sound = live(1);
        var broken = live(2);
        var last = recorded(broken).getLast();
        stores().spoil(last.position());
        var after = live(1);

        project(documents);

        assertThat(documents.parked()).map(stream -> stream.streamId()).containsExactly(broken.id());
        assertThat(documents.find(broken).value()).isEmpty();
        assertThat(documents.find(sound).value()).isPresent();
        assertThat(documents.find(after).value()).isPresent();
        assertThatThrownBy(() -> store().replay(broken))
                .isInstanceOfSatisfying(
                        CorruptStreamException.class,
                        corrupt -> assertThat(corrupt.version()).isEqualTo(last.version()));
        var feed = stores().feed(List.of(sample().aggregate()));
        assertThat(feed.after(GlobalPosition.START, FeedFilter.ALL, 1_000).events())
                .filteredOn(event -> event.unreadable().isPresent())
                .map(StoredEvent::position)
                .containsExactly(last.position());
    }

    private InMemoryDocumentStore<V> documents() {
        return new InMemoryDocumentStore<>(sample().aggregate().category());
    }

    /** Brings a read model to the end of the log. */
    private void project(InMemoryDocumentStore<V> documents) {
        var step = new ProjectionStep<>(
                sample().projection(),
                stores().log(sample().aggregate()),
                store(),
                documents,
                InstantSource.fixed(SampleStreams.TIME));
        for (var steps = 0; steps < 10; steps++) {
            if (step.run() instanceof ProjectionStep.Outcome.CaughtUp(var position)) {
                assertThat(position)
                        .isEqualTo(stores().log(sample().aggregate()).head());
                return;
            }
        }
        throw new AssertionError("the projection does not catch up: " + documents.checkpoint());
    }

    private List<String> findings(InMemoryDocumentStore<V> documents) throws InterruptedException {
        return SampleVerification.of(sample(), COMPANION.category(), stores(), documents);
    }
}
