package io.circleledger.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Fold;
import io.ledger.core.document.Projection;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.read.DocumentList;
import io.ledger.core.read.DocumentQueries;
import io.ledger.core.read.Floor;
import io.ledger.core.read.Freshness;
import io.ledger.core.read.PositionUnknownException;
import io.ledger.core.read.ReadModelBehindException;
import io.ledger.core.read.ReadOwnWrites;
import io.ledger.core.read.StreamAnswer.Hidden;
import io.ledger.core.read.StreamAnswer.NeverWas;
import io.ledger.core.read.StreamAnswer.Visible;
import io.ledger.core.stream.RecentStates;
import io.ledger.testkit.InMemoryDocuments;
import io.ledger.testkit.InMemoryLog;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads amid everything that can befall a read model: it lags, is emptied, loses documents, goes
 * down and comes back while the ledger grows.
 *
 * <p>Whatever the order, each answer is a state the circle really had, includes what was asked for,
 * and is no older than any answer before it.
 */
class RandomReadsTest {

    private static final int STEPS = 600;
    private static final List<StreamId> IDS = IntStream.range(0, 6)
            .mapToObj("01990000-0000-7000-8000-%012d"::formatted)
            .map(Circles::stream)
            .toList();

    @ParameterizedTest
    @MethodSource("seeds")
    void noAnswerIsEverWrongOrOlderThanOneBefore(long seed) {
        var university = new University(seed);
        for (var step = 0; step < STEPS; step++) {
            university.live(step);
        }
        assertThat(university.answers).as("answers of seed %d", seed).isGreaterThan(50);
        assertThat(university.lists).as("lists of seed %d", seed).isGreaterThan(20);
    }

    static LongStream seeds() {
        var fresh = RandomGenerator.getDefault().nextLong();
        return LongStream.concat(LongStream.rangeClosed(1, 50), LongStream.of(fresh));
    }

    private static final class University {

        private final InMemoryLog ledger = new InMemoryLog();
        private final InMemoryDocuments<Circle, CircleEvent, CircleView> readModel =
                new InMemoryDocuments<>(ledger, CircleStreams.PROJECTION);
        private final Freshness freshness =
                new Freshness(new Floor(GlobalPosition.START), Duration.ZERO, ledger::head, OtherHistory.UNHEARD);
        private final CircleQueries queries = new CircleQueries(new DocumentQueries<>(
                new ReadOwnWrites<>(readModel, RecentStates.none(), CircleStreams.PROJECTION, freshness),
                ledger.store(CircleStreams.AGGREGATE),
                CircleStreams.PROJECTION,
                freshness,
                Projection.NONE));
        private final Map<StreamId, Integer> shownVersions = new HashMap<>();
        private final long seed;
        private final Random random;
        private String where = "";
        private int answers;
        private int lists;

        University(long seed) {
            this.seed = seed;
            random = new Random(seed);
        }

        void live(int step) {
            where = "seed %d, step %d".formatted(seed, step);
            switch (random.nextInt(14)) {
                case 0, 1, 2 -> change(anyId());
                case 3, 4 -> readModel.follow(nearTheHead());
                case 5 -> loseSomething();
                case 6 -> {
                    readModel.takeDown(random.nextInt(4) == 0);
                    takeLedgerDown(random.nextInt(4) == 0);
                }
                case 7, 8, 9 -> list();
                default -> find(anyId());
            }
        }

        private void change(StreamId id) {
            var stream = ledger.recorded(CircleStreams.AGGREGATE, id);
            var capacity = new Capacity(3 + (int) ledger.head().value());
            if (stream.isEmpty()) {
                ledger.record(
                        id,
                        Instant.EPOCH,
                        EventMetadata.NONE,
                        new CircleCreated(CircleDetails.of(new CircleName("Chess"), capacity)));
            } else if (!(stream.getLast().event() instanceof CircleDissolved)) {
                ledger.<CircleEvent>record(
                        id,
                        Instant.EPOCH,
                        EventMetadata.NONE,
                        random.nextInt(50) == 0
                                ? new CircleDissolved()
                                : new CircleUpdated(Change.NONE.with(CircleDetails.CAPACITY, capacity)));
            }
        }

        private void loseSomething() {
            if (random.nextInt(3) == 0) {
                readModel.lose();
            } else {
                readModel.loseDocument(anyId());
            }
        }

        private void find(StreamId id) {
            var atLeast = anyPosition();
            try {
                var answer = queries.find(id, atLeast);
                answers++;
                assertThat(answer.completeTo()).as(where).isGreaterThanOrEqualTo(atLeast);
                switch (answer) {
                    case Visible<CircleView>(var completeTo, var view) -> assertLiving(id, view, completeTo);
                    case Hidden<CircleView> dissolved -> {
                        var version = dissolved.version();
                        assertThat(state(id, version).filter(Circle::dissolved))
                                .as(where)
                                .isPresent();
                        assertThat(ledger.recorded(CircleStreams.AGGREGATE, id))
                                .as(where)
                                .hasSize(version);
                        shown(id, version);
                    }
                    case NeverWas<CircleView> _ ->
                        assertThat(ledger.recorded(CircleStreams.AGGREGATE, id))
                                .as(where)
                                .isEmpty();
                }
            } catch (StoreUnavailableException _) {
                assertThat(ledgerIsDown()).as(where).isTrue();
            }
        }

        private void list() {
            var atLeast = anyPosition();
            try {
                var page = queries.list(GlobalPosition.START, 1 + random.nextInt(8), atLeast);
                lists++;
                assertThat(page.completeTo()).as(where).isGreaterThanOrEqualTo(atLeast);
                page.documents().forEach(view -> assertLiving(Circles.stream(view.id()), view, page.completeTo()));
                if (page.next().isEmpty()) {
                    assertThatNoneIsMissing(page);
                }
            } catch (ReadModelBehindException | PositionUnknownException _) {
                assertThat(readModel.completeTo()).as(where).isLessThan(ledger.head());
            } catch (StoreUnavailableException _) {
                // Down is down: a list has nowhere else to come from.
            }
        }

        private void assertLiving(StreamId id, CircleView view, GlobalPosition completeTo) {
            assertThat(state(id, view.version()).map(circle -> view(id, circle, view.version())))
                    .as(where)
                    .contains(view);
            assertThat(state(id, view.version()).orElseThrow().dissolved())
                    .as(where)
                    .isFalse();
            assertThat(view.version()).as(where).isGreaterThanOrEqualTo(version(id, completeTo));
            shown(id, view.version());
        }

        /** A circle that is left out of a whole list was dissolved, or created later. */
        private void assertThatNoneIsMissing(DocumentList<CircleView> page) {
            for (var id : IDS) {
                var living = state(id, version(id, page.completeTo()))
                        .filter(circle -> !circle.dissolved())
                        .isPresent();
                var dissolvedSince = state(
                                id, ledger.recorded(CircleStreams.AGGREGATE, id).size())
                        .filter(Circle::dissolved)
                        .isPresent();
                if (living && !dissolvedSince) {
                    assertThat(page.documents())
                            .as(where)
                            .anyMatch(view -> view.id().equals(id.id()));
                }
            }
        }

        private void shown(StreamId id, int version) {
            var before = shownVersions.put(id, version);
            assertThat(version).as(where).isGreaterThanOrEqualTo(before == null ? 0 : before);
        }

        private Optional<Circle> state(StreamId id, int version) {
            var events = ledger.recorded(CircleStreams.AGGREGATE, id).stream()
                    .limit(version)
                    .map(Recorded::event)
                    .toList();
            return Fold.start(CircleStreams.AGGREGATE, id).thenAll(events).state();
        }

        private static CircleView view(StreamId id, Circle circle, int version) {
            return new CircleView(id.id(), circle.details(), version);
        }

        private int version(StreamId id, GlobalPosition upTo) {
            return (int) ledger.recorded(CircleStreams.AGGREGATE, id).stream()
                    .filter(event -> !upTo.isBefore(event.position()))
                    .count();
        }

        private void takeLedgerDown(boolean down) {
            if (down) {
                ledger.takeDown();
            } else {
                ledger.bringUp();
            }
        }

        private boolean ledgerIsDown() {
            try {
                ledger.store(CircleStreams.AGGREGATE).load(IDS.getFirst());
                return false;
            } catch (StoreUnavailableException _) {
                return true;
            }
        }

        private StreamId anyId() {
            return IDS.get(random.nextInt(IDS.size()));
        }

        /** Where most can go wrong: almost up to date. */
        private GlobalPosition nearTheHead() {
            return new GlobalPosition(Math.max(0, ledger.head().value() - random.nextInt(4)));
        }

        private GlobalPosition anyPosition() {
            var head = ledger.head().value();
            return new GlobalPosition(random.nextBoolean() ? 0 : random.nextLong(head + 1));
        }
    }
}
