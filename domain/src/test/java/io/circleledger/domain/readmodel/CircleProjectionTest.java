package io.circleledger.domain.readmodel;

import static io.circleledger.domain.circle.CircleSamples.ID;
import static io.circleledger.domain.circle.CircleSamples.created;
import static io.circleledger.domain.circle.CircleSamples.dissolved;
import static io.circleledger.domain.circle.CircleSamples.renamed;
import static io.circleledger.domain.circle.CircleSamples.resized;
import static io.circleledger.domain.circle.CircleSamples.updated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.circleledger.domain.Seeds;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.circle.RandomCommands;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Decision.Accepted;
import io.ledger.core.decide.ImpossibleEventException;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.stream.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CircleProjectionTest {

    // What needs the aggregate is not asked here.
    private static final CircleProjection PROJECTION = new CircleProjection(null, false);

    private static final CircleProjection OF_ALL = new CircleProjection(null, true);

    private static final Optional<CircleView> NONE = Optional.empty();

    @Nested
    class OneEvent {

        @Test
        void creationShowsTheCircle() {
            assertThat(project(NONE, recorded(1, created("Chess", 12)))).isEqualTo(visible("Chess", 12, 1));
        }

        @Test
        void aNewNameLeavesTheCapacity() {
            assertThat(project(view("Chess", 12, 1), recorded(2, renamed("Go"))))
                    .isEqualTo(visible("Go", 12, 2));
        }

        @Test
        void aNewCapacityLeavesTheName() {
            assertThat(project(view("Chess", 12, 1), recorded(2, resized(20)))).isEqualTo(visible("Chess", 20, 2));
        }

        @Test
        void anUpdateOfBothShowsBoth() {
            assertThat(project(view("Chess", 12, 7), recorded(8, updated("Go", 20))))
                    .isEqualTo(visible("Go", 20, 8));
        }

        @Test
        void theEndOfACircleRemovesItsView() {
            assertThat(project(view("Chess", 12, 1), recorded(2, dissolved()))).isEmpty();
        }

        @Test
        void whereDissolvedCirclesAreKeptTheEndIsToldAndTheRestStaysAsItWas() {
            var ended = OF_ALL.project(view("Chess", 12, 1), recorded(2, dissolved()));

            assertThat(ended.map(CircleView::details))
                    .isEqualTo(view("Chess", 12, 1).map(CircleView::details));
            assertThat(ended.map(CircleView::version)).contains(2);
            assertThat(ended.map(CircleView::status)).contains(CircleStatus.DISSOLVED);
            assertThat(ended.flatMap(CircleView::dissolvedAt)).contains(Instant.EPOCH.plusSeconds(102));
        }

        @Test
        void theViewHasTheVersionOfTheEvent() {
            assertThat(project(view("Chess", 12, 41), recorded(42, renamed("Go"))))
                    .isEqualTo(visible("Go", 12, 42));
        }
    }

    /** Whether an event has the version after that of the view is asked before. */
    @Nested
    class WrongPlace {

        @Test
        void aHistoryThatDoesNotStartWithCreationIsLeftToTheLog() {
            assertImpossible(NONE, recorded(1, renamed("Go")));
            assertImpossible(NONE, recorded(1, dissolved()));
        }

        @Test
        void aSecondCreationIsLeftToTheLogAndTakesNoViewBack() {
            assertImpossible(view("Go", 12, 2), recorded(3, created("Chess", 12)));
        }

        @Test
        void nothingFollowsTheEndOfACircleThatIsKept() {
            var ended = OF_ALL.project(view("Chess", 12, 1), recorded(2, dissolved()));

            for (var event : List.of(renamed("Go"), dissolved(), created("Go", 12))) {
                assertThatExceptionOfType(ImpossibleEventException.class)
                        .isThrownBy(() -> OF_ALL.project(ended, recorded(3, event)));
            }
        }

        private void assertImpossible(Optional<CircleView> view, Recorded<CircleEvent> event) {
            assertThatExceptionOfType(ImpossibleEventException.class).isThrownBy(() -> project(view, event));
        }
    }

    @Nested
    class RandomHistories {

        @ParameterizedTest
        @MethodSource("io.circleledger.domain.readmodel.CircleProjectionTest#seeds")
        void eventByEventTheViewIsThatOfTheReplayedCircle(long seed) {
            for (var history : histories(seed).values()) {
                var view = NONE;
                var kept = NONE;
                for (var event : history) {
                    view = project(view, event);
                    kept = OF_ALL.project(kept, event);
                    var as = "seed %d: %s".formatted(seed, event);
                    assertThat(view).as(as).isEqualTo(PROJECTION.view(replayed(history, event.version())));
                    assertThat(kept).as(as).isEqualTo(OF_ALL.view(replayed(history, event.version())));
                    assertThat(kept.filter(it -> it.dissolvedAt().isEmpty()))
                            .as(as)
                            .isEqualTo(view);
                }
            }
        }

        @Test
        void theFixedSeedsHaveLongHistoriesAndSomeThatEnd() {
            var histories = LongStream.rangeClosed(1, 5)
                    .mapToObj(CircleProjectionTest::histories)
                    .flatMap(circles -> circles.values().stream())
                    .toList();
            assertThat(histories).hasSizeGreaterThan(10);
            assertThat(histories).anySatisfy(history -> assertThat(history).hasSizeGreaterThan(20));
            assertThat(histories)
                    .anySatisfy(history -> assertThat(history.getLast().event()).isEqualTo(dissolved()));
        }
    }

    static LongStream seeds() {
        return Seeds.fixedAndOneFresh();
    }

    private static Map<StreamId, List<Recorded<CircleEvent>>> histories(long seed) {
        var decider = new CircleDecider();
        var states = new LinkedHashMap<StreamId, Circle>();
        var histories = new LinkedHashMap<StreamId, List<Recorded<CircleEvent>>>();
        var position = 0;
        for (var addressed : new RandomCommands(seed).take(200)) {
            var id = addressed.id();
            var before = Optional.ofNullable(states.get(id));
            if (decider.decide(addressed.command(), before)
                    instanceof Accepted<CircleEvent, CircleRejection>(var events)) {
                for (var event : events) {
                    states.put(id, decider.evolve(Optional.ofNullable(states.get(id)), event));
                    var history = histories.computeIfAbsent(id, _ -> new ArrayList<>());
                    history.add(recorded(++position, id, history.size() + 1, event));
                }
            }
        }
        return histories;
    }

    private static Optional<CircleView> project(Optional<CircleView> view, Recorded<CircleEvent> event) {
        return PROJECTION.project(view, event);
    }

    /** The state that a replay gives. */
    private static Versioned<Circle> replayed(List<Recorded<CircleEvent>> history, int version) {
        var decider = new CircleDecider();
        var circle = Optional.<Circle>empty();
        for (var event : history.subList(0, version)) {
            circle = Optional.of(decider.evolve(circle, event.event()));
        }
        var last = history.get(version - 1);
        return new Versioned<>(
                last.stream(),
                version,
                circle.orElseThrow(),
                history.getFirst().position(),
                last.position(),
                last.occurredAt(),
                last.eventId());
    }

    private static Recorded<CircleEvent> recorded(int version, CircleEvent event) {
        return recorded(100 + version, ID, version, event);
    }

    private static Recorded<CircleEvent> recorded(int position, StreamId id, int version, CircleEvent event) {
        return new Recorded<>(
                new GlobalPosition(position),
                new UUID(7, position),
                id,
                version,
                Instant.EPOCH.plusSeconds(position),
                new EventMetadata("staff", "request", "request"),
                event);
    }

    private static Optional<CircleView> view(String name, int capacity, int version) {
        return Optional.of(CircleSamples.view(ID.id(), name, capacity, version));
    }

    private static Optional<CircleView> visible(String name, int capacity, int version) {
        return view(name, capacity, version);
    }
}
