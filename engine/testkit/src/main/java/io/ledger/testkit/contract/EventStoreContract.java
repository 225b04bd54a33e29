package io.ledger.testkit.contract;

import static io.ledger.testkit.contract.SampleStreams.FINGERPRINT;
import static io.ledger.testkit.contract.SampleStreams.requested;
import static io.ledger.testkit.contract.SampleStreams.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.AppendResult.AlreadyAnswered;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.AppendResult.HistoryConflict;
import io.ledger.core.stream.AppendResult.VersionConflict;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Versioned;
import io.ledger.testkit.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EventStore} promises, whatever it is made of.
 *
 * @param <S> states
 * @param <E> events
 */
public abstract class EventStoreContract<S, E> {

    private SampleStreams<S, E> streams;

    /** The aggregate whose streams are stored. */
    protected abstract Sample<S, E> sample();

    /** A store that is empty at the start of each test. */
    protected abstract EventStore<S> store();

    @BeforeEach
    void takeSample() {
        streams = new SampleStreams<>(sample().aggregate());
    }

    @Test
    void aStreamIsLoadedAsItsEventsMadeIt() {
        var id = streams.newId();
        var history = sample().history(3);
        var first = record(id, history.subList(0, 1));
        var last = record(id, history.subList(1, 3));

        var loaded = store().load(id);

        var latest = loaded.value().orElseThrow();
        assertThat(latest.stream()).isEqualTo(id);
        assertThat(latest.version()).isEqualTo(3);
        assertThat(latest.state()).isEqualTo(sample().state(id, history));
        assertThat(latest.createdAt()).isEqualTo(first).isEqualTo(position(1));
        assertThat(latest.position()).isEqualTo(last).isEqualTo(position(3));
        assertThat(latest.occurredAt()).isEqualTo(SampleStreams.TIME);
        assertThat(loaded.completeTo()).isEqualTo(position(3));
    }

    @Test
    void allWaysToLoadGiveTheSame() {
        var id = streams.newId();
        record(id, sample().history(12));

        var loaded = store().load(id);

        assertThat(loaded.value().map(Versioned::version)).contains(12);
        assertThat(store().replay(id)).isEqualTo(loaded);
        assertThat(store().loadToChange(id)).isEqualTo(loaded);
    }

    @Test
    void aLoadSinceAKnownStateIsThatOfAll() {
        var id = streams.newId();
        var history = sample().history(12);
        record(id, history.subList(0, 7));
        var known = store().load(id).value().orElseThrow();
        assertThat(store().loadSince(known)).isEqualTo(store().load(id));
        record(id, history.subList(7, 12));

        assertThat(store().loadSince(known)).isEqualTo(store().load(id));
        assertThat(store().loadSince(known).value().map(Versioned::version)).contains(12);
    }

    @Test
    void aKnownStateOfAnotherHistoryChangesNothing() {
        var id = streams.newId();
        record(id, sample().history(3));
        var loaded = store().load(id);
        var known = loaded.value().orElseThrow();
        for (var version : List.of(2, 3, 9)) {
            var elsewhere = new Versioned<>(
                    id,
                    version,
                    sample().state(id, sample().history(1)),
                    known.createdAt(),
                    known.position(),
                    known.occurredAt(),
                    "another");
            assertThat(store().loadSince(elsewhere)).isEqualTo(loaded);
        }
        var gone = new Versioned<>(
                streams.newId(),
                3,
                known.state(),
                known.createdAt(),
                known.position(),
                known.occurredAt(),
                known.eventId());
        assertThat(store().loadSince(gone).value()).isEmpty();
    }

    @Test
    void aStreamWithoutEventsIsNone() {
        record(streams.newId(), sample().history(1));

        var loaded = store().load(streams.newId());

        assertThat(loaded.value()).isEmpty();
        assertThat(loaded.completeTo()).isEqualTo(position(1));
    }

    @Test
    void everyVersionOfALongHistoryIsLoadedRight() {
        var id = streams.newId();
        var history = sample().history(23);
        for (var version = 1; version <= history.size(); version++) {
            record(id, history.subList(version - 1, version));

            var latest = store().load(id).value().orElseThrow();
            assertThat(latest.version()).isEqualTo(version);
            assertThat(latest.state()).isEqualTo(sample().state(id, history.subList(0, version)));
        }
    }

    @Test
    void aStaleAppendIsAConflictAndRecordsNothing() {
        var id = streams.newId();
        record(id, sample().history(1));
        var stale = streams.append(id, store().load(id).value(), List.of(changed(2)));
        record(id, List.of(changed(3)));

        assertThat(store().append(stale)).isEqualTo(new VersionConflict(id, 2));
        assertThat(store().load(id).value().map(Versioned::state))
                .contains(sample().state(id, List.of(sample().created(), changed(3))));
        assertThat(head()).isEqualTo(position(2));
    }

    @Test
    void anAppendAheadOfItsStreamIsAConflictAndLeavesNoGap() {
        var id = streams.newId();
        record(id, sample().history(1));
        var ahead = streams.appendElsewhere(id, sample().history(7), List.of(changed(8)));

        assertThat(store().append(ahead)).isEqualTo(new VersionConflict(id, 1));
        assertThat(head()).isEqualTo(position(1));
        assertThat(record(id, List.of(changed(2)))).isEqualTo(position(2));
    }

    @Test
    void anAppendAfterAnotherEventThanTheLastIsRefusedThoughTheVersionFits() {
        var id = streams.newId();
        record(id, sample().history(2));
        var elsewhere = streams.appendElsewhere(id, sample().history(2), List.of(changed(3)));

        assertThat(store().append(elsewhere)).isEqualTo(new HistoryConflict());
        assertThat(store().append(requested(key("a"), elsewhere))).isEqualTo(new HistoryConflict());
        assertThat(head()).isEqualTo(position(2));
        assertThat(record(id, List.of(changed(3)))).isEqualTo(position(3));
    }

    @Test
    void aStreamIsCreatedOnce() {
        var id = streams.newId();
        record(id, sample().history(1));

        assertThat(store().append(create(id))).isEqualTo(new VersionConflict(id, 1));
    }

    @Test
    void theSameAppendAgainGetsTheFirstAnswerAndIsRecordedOnce() {
        var append = create(streams.newId());
        assertThat(store().append(append)).isEqualTo(new Appended(position(1)));
        record(streams.newId(), sample().history(1));

        assertThat(store().append(append)).isEqualTo(new Appended(position(1)));
        assertThat(head()).isEqualTo(position(2));
    }

    @Test
    void severalEventsOfAStreamAreRecordedTogether() {
        var id = streams.newId();

        assertThat(store().append(streams.create(id, sample().history(3)))).isEqualTo(new Appended(position(3)));
        assertThat(store().load(id).value().map(Versioned::version)).contains(3);
    }

    @Test
    void anAppendOverTwoStreamsRecordsBoth() {
        var one = streams.newId();
        var other = streams.newId();
        record(one, sample().history(1));
        var more = streams.append(one, store().load(one).value(), List.of(changed(2), changed(3)));

        assertThat(store().append(together(more, create(other)))).isEqualTo(new Appended(position(4)));

        var latest = store().load(one).value().orElseThrow();
        assertThat(latest.version()).isEqualTo(3);
        assertThat(latest.position()).isEqualTo(position(3));
        assertThat(store().load(other).value().map(Versioned::version)).contains(1);
    }

    @Test
    void aConflictInOneOfTwoStreamsRecordsNothingOfTheOther() {
        var one = streams.newId();
        var other = streams.newId();
        record(one, sample().history(1));
        var stale = streams.append(one, store().load(one).value(), List.of(changed(2)));
        record(one, List.of(changed(3)));
        var creation = create(other);

        assertThat(store().append(together(creation, stale))).isEqualTo(new VersionConflict(one, 2));
        assertThat(store().append(together(stale, creation))).isEqualTo(new VersionConflict(one, 2));

        assertThat(store().load(other).value()).isEmpty();
        assertThat(head()).isEqualTo(position(2));
        assertThat(store().append(creation)).isEqualTo(new Appended(position(3)));
    }

    @Test
    void anotherEventInOneOfTwoStreamsRecordsNothingOfTheOther() {
        var one = streams.newId();
        var other = streams.newId();
        record(one, sample().history(1));
        var elsewhere = streams.appendElsewhere(one, sample().history(1), List.of(changed(2)));

        assertThat(store().append(together(create(other), elsewhere))).isEqualTo(new HistoryConflict());

        assertThat(store().load(other).value()).isEmpty();
        assertThat(head()).isEqualTo(position(1));
    }

    @Test
    void theSameAppendOverTwoStreamsAgainGetsTheFirstAnswer() {
        var one = streams.newId();
        var append = together(streams.create(one, sample().history(2)), create(streams.newId()));
        assertThat(store().append(append)).isEqualTo(new Appended(position(3)));
        record(one, List.of(changed(3)));

        assertThat(store().append(append)).isEqualTo(new Appended(position(3)));
        assertThat(head()).isEqualTo(position(4));
    }

    @Test
    void ofWritersOfOneVersionOneWins() throws Exception {
        var id = streams.newId();
        record(id, sample().history(1));
        var latest = store().load(id).value();
        var writers = new ArrayList<Callable<AppendResult>>();
        for (var number = 2; number <= 17; number++) {
            var append = streams.append(id, latest, List.of(changed(number)));
            writers.add(() -> store().append(append));
        }

        var results = AtOnce.run(writers);

        assertThat(results).filteredOn(Appended.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(new VersionConflict(id, 2)::equals).hasSize(15);
    }

    @Test
    void anAppendUnderAKeyThatWasUsedRecordsNothing() {
        var id = streams.newId();
        assertThat(store().append(requested(key("a"), create(id)))).isEqualTo(new Appended(position(1)));

        assertThat(store().append(requested(key("a"), create(streams.newId()))))
                .isEqualTo(new AlreadyAnswered(new RecordedAnswer(FINGERPRINT, id, 1, position(1))));
        assertThat(head()).isEqualTo(position(1));
        assertThat(record(id, List.of(changed(2)))).isEqualTo(position(2));
    }

    @Test
    void anAppendThatIsRefusedLeavesItsKeyFree() {
        var id = streams.newId();
        record(id, sample().history(1));

        assertThat(store().append(requested(key("a"), create(id)))).isEqualTo(new VersionConflict(id, 1));
        assertThat(store().append(requested(key("a"), create(streams.newId())))).isEqualTo(new Appended(position(2)));
    }

    @Test
    void ofRequestsWithOneKeyOneIsCarriedOut() throws Exception {
        var requests = new ArrayList<Callable<AppendResult>>();
        for (var i = 0; i < 8; i++) {
            var append = requested(key("a"), create(streams.newId()));
            requests.add(() -> store().append(append));
        }

        var results = AtOnce.run(requests);

        assertThat(results).filteredOn(Appended.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(AlreadyAnswered.class::isInstance).hasSize(7);
        assertThat(head()).isEqualTo(position(1));
    }

    private E changed(int number) {
        return sample().changed().apply(number);
    }

    private Append create(StreamId id) {
        return streams.create(id, sample().history(1));
    }

    private GlobalPosition record(StreamId id, List<E> events) {
        return streams.record(store(), id, events);
    }

    private GlobalPosition head() {
        return store().load(streams.newId()).completeTo();
    }

    private static GlobalPosition position(long value) {
        return new GlobalPosition(value);
    }

    private static IdempotencyKey key(String value) {
        return new IdempotencyKey("mika", value);
    }
}
