package io.circleledger.infrastructure.contract;

import static io.circleledger.infrastructure.contract.SampleHistories.METADATA;
import static io.circleledger.infrastructure.contract.SampleHistories.TIME;
import static io.circleledger.infrastructure.contract.SampleHistories.append;
import static io.circleledger.infrastructure.contract.SampleHistories.appendTo;
import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.ledger.core.StreamId;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.LogPlace;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.AppendResult.AlreadyAnswered;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.AppendResult.HistoryConflict;
import io.ledger.core.stream.AppendResult.VersionConflict;
import io.ledger.core.stream.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every event store and its log promise, whatever they are made of. */
public abstract class EventStoreContract extends AppendOverStreamsContract {

    @Test
    void aCircleIsLoadedAsItsEventsMadeIt() {
        var id = newId();
        var first = record(store(), id, created("football", 20));
        var last = record(
                store(),
                id,
                resized(30),
                new CircleUpdated(Change.NONE
                        .with(CircleDetails.NAME, new CircleName("baseball"))
                        .with(CircleDetails.CAPACITY, new Capacity(40))));

        var stored = store().load(id);

        var latest = stored.value().orElseThrow();
        assertThat(latest.stream()).isEqualTo(id);
        assertThat(latest.version()).isEqualTo(3);
        assertThat(latest.state())
                .isEqualTo(new Circle(CircleDetails.of(new CircleName("baseball"), new Capacity(40)), false));
        assertThat(latest.createdAt()).isEqualTo(first);
        assertThat(latest.position()).isEqualTo(last);
        assertThat(latest.occurredAt()).isEqualTo(TIME);
        assertThat(stored.completeTo()).isEqualTo(last);
    }

    @Test
    void aCircleWithoutHistoryIsNone() {
        record(store(), newId(), created("chess", 8));

        var stored = store().load(newId());

        assertThat(stored.value()).isEmpty();
        assertThat(stored.completeTo()).isEqualTo(new GlobalPosition(1));
    }

    @Test
    void aDissolvedCircleIsLoadedAsDissolved() {
        var id = newId();
        record(store(), id, created("chess", 8), new CircleDissolved());

        assertThat(store().load(id).value().map(it -> it.state().dissolved())).contains(true);
    }

    @Test
    void everyVersionOfALongHistoryIsLoadedRight() {
        var id = newId();
        record(store(), id, created("chess", 10));
        for (var version = 2; version <= 23; version++) {
            record(store(), id, resized(10 + version));

            var expected = new Circle(CircleDetails.of(new CircleName("chess"), new Capacity(10 + version)), false);
            var loaded = store().load(id).value().orElseThrow();
            assertThat(loaded.version()).isEqualTo(version);
            assertThat(loaded.state()).isEqualTo(expected);
        }
    }

    @Test
    void aStaleAppendIsAConflictAndRecordsNothing() {
        var id = newId();
        record(store(), id, created("chess", 10));
        var stale = append(id, store().load(id).value(), resized(11));
        record(store(), id, resized(12));

        assertThat(store().append(stale)).isEqualTo(new VersionConflict(id, 2));
        assertThat(store().load(id).value().map(it -> it.state().details().capacity()))
                .contains(new Capacity(12));
        assertThat(log().head()).isEqualTo(new GlobalPosition(2));
    }

    @Test
    void anAppendAheadOfItsStreamIsAConflictAndLeavesNoGap() {
        var id = newId();
        record(store(), id, created("chess", 10));
        var ahead = appendTo(
                id, 7, new Circle(CircleDetails.of(new CircleName("chess"), new Capacity(10)), false), resized(11));

        assertThat(store().append(ahead)).isEqualTo(new VersionConflict(id, 1));
        assertThat(log().head()).isEqualTo(new GlobalPosition(1));
        assertThat(record(store(), id, resized(12))).isEqualTo(new GlobalPosition(2));
    }

    @Test
    void anAppendToAnEventThatIsNotTheLastOneIsRefusedThoughTheVersionFits() {
        var id = newId();
        record(store(), id, created("chess", 10), resized(11));
        var decidedElsewhere = appendTo(
                id, 2, new Circle(CircleDetails.of(new CircleName("go"), new Capacity(11)), false), resized(12));

        assertThat(store().append(decidedElsewhere)).isEqualTo(new HistoryConflict());
        assertThat(store().append(requested("a", decidedElsewhere))).isEqualTo(new HistoryConflict());
        assertThat(log().head()).isEqualTo(new GlobalPosition(2));
        assertThat(records().find(key("a"))).isEmpty();
        assertThat(record(store(), id, resized(12))).isEqualTo(new GlobalPosition(3));
    }

    @Test
    void aCircleIsCreatedOnce() {
        var id = newId();
        record(store(), id, created("chess", 10));

        var again = append(id, Optional.empty(), created("chess", 10));

        assertThat(store().append(again)).isEqualTo(new VersionConflict(id, 1));
    }

    @Test
    void theSameAppendAgainGetsTheFirstAnswerAndIsRecordedOnce() {
        var id = newId();
        var append = append(id, Optional.empty(), created("chess", 10));
        var first = store().append(append);
        record(store(), newId(), created("go", 10));

        assertThat(store().append(append)).isEqualTo(first);
        assertThat(log().head()).isEqualTo(new GlobalPosition(2));
    }

    @Test
    void severalEventsAreRecordedTogether() {
        var id = newId();
        var append = append(id, Optional.empty(), created("chess", 10), resized(11), resized(12));

        assertThat(store().append(append)).isEqualTo(new Appended(new GlobalPosition(3)));
        assertThat(store().load(id).value().map(Versioned::version)).contains(3);
        assertThat(positions(log().readFrom(GlobalPosition.START, 10))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void theLogGivesBackWhatWasRecorded() {
        var id = newId();
        var created = created("テニス \"club\" 👩‍👩‍👧", 10);
        var append = append(id, Optional.empty(), created);
        store().append(append);

        var event = append.first().events().getFirst();
        assertThat(log().readFrom(GlobalPosition.START, 10))
                .containsExactly(new Recorded<>(new GlobalPosition(1), event.id(), id, 1, TIME, METADATA, created));
        assertThat(log().replayFrom(GlobalPosition.START, 10))
                .containsExactly(
                        new Recorded<>(new GlobalPosition(1), event.id(), id, 1, TIME, EventMetadata.NONE, created));
    }

    @Test
    void theLogIsReadInPagesFromAPositionOn() {
        for (var i = 0; i < 7; i++) {
            record(store(), newId(), created("chess", 10));
        }

        assertThat(positions(log().readFrom(new GlobalPosition(3), 3))).containsExactly(3L, 4L, 5L);
        assertThat(positions(log().readFrom(new GlobalPosition(6), 3))).containsExactly(6L, 7L);
        assertThat(positions(log().replayFrom(new GlobalPosition(3), 3))).containsExactly(3L, 4L, 5L);
        assertThat(log().readFrom(new GlobalPosition(8), 3)).isEmpty();
        assertThat(log().head()).isEqualTo(new GlobalPosition(7));
    }

    @Test
    void aPlaceOfTheLogTellsWhichEventStandsThere() {
        var id = newId();
        record(store(), id, created("chess", 10), resized(11), resized(12));
        var events = log().readFrom(GlobalPosition.START, 10);
        assertThat(log().end())
                .isEqualTo(new LogPlace(new GlobalPosition(3), events.getLast().eventId()));
        assertThat(log().at(new GlobalPosition(2)))
                .isEqualTo(new LogPlace(new GlobalPosition(2), events.get(1).eventId()));
        assertThat(log().at(new GlobalPosition(4))).isEqualTo(new LogPlace(new GlobalPosition(4), ""));
    }

    @Test
    void ofWritersOfOneVersionOneWins() throws Exception {
        var id = newId();
        record(store(), id, created("chess", 10));
        var state = store().load(id).value();
        var writers = new ArrayList<Callable<AppendResult>>();
        var start = new CyclicBarrier(16);
        for (var i = 0; i < 16; i++) {
            var append = append(id, state, resized(20 + i));
            writers.add(() -> {
                start.await(10, TimeUnit.SECONDS);
                return store().append(append);
            });
        }

        var results = atOnce(writers);

        assertThat(results).filteredOn(Appended.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(new VersionConflict(id, 2)::equals).hasSize(15);
    }

    @Test
    void aReaderOfTheLogSeesEveryPositionInOrderWhileWritersRace() throws Exception {
        var writers = new ArrayList<Callable<List<GlobalPosition>>>();
        for (var w = 0; w < 8; w++) {
            writers.add(() -> {
                var own = new ArrayList<GlobalPosition>();
                for (var i = 0; i < 25; i++) {
                    own.add(record(store(), newId(), created("chess", 10)));
                }
                return own;
            });
        }
        var seen = new ArrayList<Long>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> reader = executor.submit(() -> {
                while (seen.size() < 200 && !Thread.currentThread().isInterrupted()) {
                    var next = new GlobalPosition(seen.size() + 1L);
                    seen.addAll(positions(log().readFrom(next, 50)));
                    assertThat(seen).isEqualTo(upTo(seen.size()));
                }
            });
            try {
                var written = atOnce(writers).stream().flatMap(List::stream).toList();
                assertThat(written).hasSize(200).doesNotHaveDuplicates();
                reader.get(30, TimeUnit.SECONDS);
            } finally {
                reader.cancel(true);
            }
        }
        assertThat(seen).isEqualTo(upTo(200));
    }

    @Test
    void theAnswerToARequestIsRecordedWithItsEvents() {
        var id = newId();
        record(store(), newId(), created("go", 10));
        var append = requested("a", append(id, Optional.empty(), created("chess", 10), resized(11)));
        assertThat(records().find(key("a"))).isEmpty();

        assertThat(store().append(append)).isEqualTo(new Appended(new GlobalPosition(3)));
        assertThat(store().append(append)).isEqualTo(new Appended(new GlobalPosition(3)));
        assertThat(records().find(key("a"))).contains(new RecordedAnswer("f".repeat(64), id, 2, new GlobalPosition(3)));
    }

    @Test
    void anAppendUnderAKeyThatWasUsedRecordsNothing() {
        var id = newId();
        store().append(requested("a", append(id, Optional.empty(), created("chess", 10))));

        var again = requested("a", append(newId(), Optional.empty(), created("chess", 10)));

        assertThat(store().append(again))
                .isEqualTo(new AlreadyAnswered(new RecordedAnswer("f".repeat(64), id, 1, new GlobalPosition(1))));
        assertThat(log().head()).isEqualTo(new GlobalPosition(1));
        assertThat(record(store(), id, resized(11))).isEqualTo(new GlobalPosition(2));
    }

    @Test
    void anAppendThatIsRefusedLeavesItsKeyFree() {
        var id = newId();
        record(store(), id, created("chess", 10));

        assertThat(store().append(requested("a", append(id, Optional.empty(), created("chess", 10)))))
                .isEqualTo(new VersionConflict(id, 1));
        assertThat(records().find(key("a"))).isEmpty();
    }

    @Test
    void ofRequestsWithOneKeyOneIsCarriedOut() throws Exception {
        var requests = new ArrayList<Callable<AppendResult>>();
        var start = new CyclicBarrier(8);
        for (var i = 0; i < 8; i++) {
            var append = requested("a", append(newId(), Optional.empty(), created("chess", 10)));
            requests.add(() -> {
                start.await(10, TimeUnit.SECONDS);
                return store().append(append);
            });
        }

        var results = atOnce(requests);

        assertThat(results).filteredOn(Appended.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(AlreadyAnswered.class::isInstance).hasSize(7);
        assertThat(log().head()).isEqualTo(new GlobalPosition(1));
    }

    @Test
    void answersWithoutEventsAreRememberedOnceAndForgottenWhenOld() {
        var first = new RecordedAnswer("f".repeat(64), newId(), 3, new GlobalPosition(5));
        var second = new RecordedAnswer("e".repeat(64), newId(), 4, new GlobalPosition(6));

        assertThat(records().remember(key("a"), first)).isEqualTo(first);
        assertThat(records().remember(key("a"), second)).isEqualTo(first);
        assertThat(records().forget(Duration.ofHours(1), 10)).isZero();
        assertThat(records().find(key("a"))).contains(first);
        records().remember(key("b"), second);
        // Nothing is younger than a second in the future.
        assertThat(records().forget(Duration.ofSeconds(-1), 1)).isEqualTo(1);
        assertThat(records().forget(Duration.ofSeconds(-1), 10)).isEqualTo(1);
        assertThat(records().find(key("a"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ken", "Mika", "mika ", "田中"})
    void theSameKeyFromAnotherActorIsAnotherKey(String other) {
        var id = newId();
        var othersId = newId();
        var others = new IdempotencyKey(other, "a");
        store().append(requested("a", append(id, Optional.empty(), created("chess", 10))));

        assertThat(records().find(others)).isEmpty();
        assertThat(store().append(requested(others, append(othersId, Optional.empty(), created("go", 10)))))
                .isEqualTo(new Appended(new GlobalPosition(2)));
        assertThat(store().append(requested(others, append(newId(), Optional.empty(), created("go", 10)))))
                .isEqualTo(new AlreadyAnswered(answer(othersId, 2)));
        assertThat(records().find(others)).contains(answer(othersId, 2));
        assertThat(records().find(key("a"))).contains(answer(id, 1));

        var unchanged = answer(newId(), 1);
        var third = new IdempotencyKey("third", "a");
        assertThat(records().remember(third, unchanged)).isEqualTo(unchanged);
        assertThat(records().find(third)).contains(unchanged);
        assertThat(records().find(key("a"))).contains(answer(id, 1));
    }

    private static RecordedAnswer answer(StreamId id, long position) {
        return new RecordedAnswer("f".repeat(64), id, 1, new GlobalPosition(position));
    }

    private static List<Long> upTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            for (var future : executor.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
