package io.circleledger.domain.readmodel;

import static io.circleledger.domain.circle.CircleSamples.ID;
import static io.circleledger.domain.circle.CircleSamples.created;
import static io.circleledger.domain.circle.CircleSamples.dissolved;
import static io.circleledger.domain.circle.CircleSamples.renamed;
import static io.circleledger.domain.circle.CircleSamples.resized;
import static io.circleledger.domain.circle.CircleSamples.updated;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.Seeds;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.Decision.Accepted;
import io.circleledger.domain.circle.RandomCommands;
import io.circleledger.domain.readmodel.CircleProjection.Projected.AlreadyApplied;
import io.circleledger.domain.readmodel.CircleProjection.Projected.Gone;
import io.circleledger.domain.readmodel.CircleProjection.Projected.OutOfSequence;
import io.circleledger.domain.readmodel.CircleProjection.Projected.Visible;
import io.circleledger.domain.readmodel.CircleProjection.Projected;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.RecordedEvent;
import io.ledger.core.stream.EventMetadata;
import io.ledger.core.stream.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CircleProjectionTest {

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
            assertThat(project(view("Chess", 12, 1), recorded(2, dissolved()))).isEqualTo(new Gone());
        }

        @Test
        void theViewHasTheVersionOfTheEvent() {
            assertThat(project(view("Chess", 12, 41), recorded(42, renamed("Go"))))
                    .isEqualTo(visible("Go", 12, 42));
        }
    }

    @Nested
    class WrongPlace {

        @Test
        void anEventTheViewHasAlreadyIsNotAppliedAgain() {
            assertThat(project(view("Go", 12, 2), recorded(2, renamed("Go")))).isEqualTo(new AlreadyApplied());
        }

        @Test
        void anOlderEventNeverChangesANewerView() {
            assertThat(project(view("Go", 12, 3), recorded(1, created("Chess", 12))))
                    .isEqualTo(new AlreadyApplied());
            assertThat(project(view("Go", 12, 3), recorded(2, renamed("Shogi"))))
                    .isEqualTo(new AlreadyApplied());
            assertThat(project(view("Go", 12, 3), recorded(3, dissolved()))).isEqualTo(new AlreadyApplied());
        }

        @Test
        void anEventAfterAGapIsOutOfSequence() {
            assertThat(project(view("Chess", 12, 1), recorded(3, renamed("Go"))))
                    .isEqualTo(new OutOfSequence());
            assertThat(project(view("Chess", 12, 1), recorded(3, dissolved()))).isEqualTo(new OutOfSequence());
        }

        @Test
        void aLaterEventOfACircleWithoutAViewIsOutOfSequence() {
            assertThat(project(NONE, recorded(2, renamed("Go")))).isEqualTo(new OutOfSequence());
            assertThat(project(NONE, recorded(2, dissolved()))).isEqualTo(new OutOfSequence());
        }

        @Test
        void aHistoryThatDoesNotStartWithCreationIsLeftToTheLog() {
            assertThat(project(NONE, recorded(1, renamed("Go")))).isEqualTo(new OutOfSequence());
            assertThat(project(NONE, recorded(1, dissolved()))).isEqualTo(new OutOfSequence());
        }

        @Test
        void aSecondCreationIsLeftToTheLogAndTakesNoViewBack() {
            assertThat(project(view("Go", 12, 2), recorded(3, created("Chess", 12))))
                    .isEqualTo(new OutOfSequence());
        }
    }

    @Nested
    class RandomHistories {

        @ParameterizedTest
        @MethodSource("io.circleledger.domain.readmodel.CircleProjectionTest#seeds")
        void eventByEventTheViewIsThatOfTheReplayedCircle(long seed) {
            for (var history : histories(seed).values()) {
                var view = NONE;
                for (var event : history) {
                    var projected = project(view, event);
                    var where = "seed %d: %s".formatted(seed, event);
                    view = viewed(projected, view);
                    assertThat(view).as(where).isEqualTo(replayed(history, event.version()));
                    assertThat(projected).as(where).isInstanceOf(view.isPresent() ? Visible.class : Gone.class);
                }
            }
        }

        @ParameterizedTest
        @MethodSource("io.circleledger.domain.readmodel.CircleProjectionTest#seeds")
        void onEveryViewEachPastEventIsAppliedAlreadyAndEachSkippedOneOutOfSequence(long seed) {
            for (var history : histories(seed).values()) {
                for (var version = 0; version <= history.size(); version++) {
                    var view = replayed(history, version);
                    if (version > 0 && view.isEmpty()) {
                        continue;
                    }
                    for (var event : history) {
                        var where = "seed %d: %s on %s".formatted(seed, event, view);
                        var projected = project(view, event);
                        if (event.version() <= version) {
                            assertThat(projected).as(where).isEqualTo(new AlreadyApplied());
                        } else if (event.version() > version + 1) {
                            assertThat(projected).as(where).isEqualTo(new OutOfSequence());
                        } else {
                            assertThat(viewed(projected, view)).as(where).isEqualTo(replayed(history, version + 1));
                        }
                    }
                }
            }
        }

        /**
         * Deliveries in any order and any number, until the history has been seen to its end.
         *
         * <p>A view that is gone remembers nothing: that its circle is not delivered again is what
         * the checkpoint beside the views is for.
         */
        @ParameterizedTest
        @MethodSource("io.circleledger.domain.readmodel.CircleProjectionTest#seeds")
        void noOrderOfDeliveriesEverMakesAWrongView(long seed) {
            var random = new Random(seed);
            for (var history : histories(seed).values()) {
                var view = NONE;
                var version = 0;
                var rounds = 0;
                while (version < history.size()) {
                    assertThat(rounds++).as("rounds of seed %d", seed).isLessThan(history.size());
                    for (var event : shuffledWithDuplicates(history, random)) {
                        var where = "seed %d: %s on %s".formatted(seed, event, view);
                        var projected = project(view, event);
                        var changed = projected instanceof Visible || projected instanceof Gone;
                        assertThat(changed).as(where).isEqualTo(event.version() == version + 1);
                        version += changed ? 1 : 0;
                        view = viewed(projected, view);
                        assertThat(view).as(where).isEqualTo(replayed(history, version));
                        if (projected instanceof Gone) {
                            break;
                        }
                    }
                }
                assertThat(view).as("seed %d", seed).isEqualTo(replayed(history, history.size()));
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

    private static Map<StreamId, List<RecordedEvent>> histories(long seed) {
        var states = new LinkedHashMap<StreamId, Circle>();
        var histories = new LinkedHashMap<StreamId, List<RecordedEvent>>();
        var position = 0;
        for (var command : new RandomCommands(seed).take(200)) {
            var id = command.circleId();
            var before = Optional.ofNullable(states.get(id));
            if (CircleDecider.decide(command, before) instanceof Accepted(var events)) {
                for (var event : events) {
                    var after = CircleDecider.evolve(id, Optional.ofNullable(states.get(id)), event);
                    states.put(id, after);
                    histories
                            .computeIfAbsent(id, _ -> new ArrayList<>())
                            .add(recorded(++position, id, after.version(), event));
                }
            }
        }
        return histories;
    }

    private static List<RecordedEvent> shuffledWithDuplicates(List<RecordedEvent> history, Random random) {
        var deliveries = new ArrayList<>(history);
        for (var i = 0; i < history.size(); i++) {
            deliveries.add(history.get(random.nextInt(history.size())));
        }
        Collections.shuffle(deliveries, random);
        return deliveries;
    }

    private static Projected project(Optional<CircleView> view, RecordedEvent event) {
        return CircleProjection.project(view, event);
    }

    private static Optional<CircleView> viewed(Projected projected, Optional<CircleView> before) {
        return switch (projected) {
            case Visible(var view) -> Optional.of(view);
            case Gone() -> Optional.empty();
            case AlreadyApplied(), OutOfSequence() -> before;
        };
    }

    private static Optional<CircleView> replayed(List<RecordedEvent> history, int version) {
        var events = history.stream().limit(version).map(RecordedEvent::event).toList();
        return CircleDecider.replay(history.getFirst().circleId(), events)
                .filter(circle -> !circle.dissolved())
                .map(circle -> new CircleView(
                        circle.id().id(),
                        circle.name().value(),
                        circle.capacity().value(),
                        circle.version()));
    }

    private static RecordedEvent recorded(int version, CircleEvent event) {
        return recorded(100 + version, ID, version, event);
    }

    private static RecordedEvent recorded(int position, StreamId id, int version, CircleEvent event) {
        return new RecordedEvent(
                new GlobalPosition(position),
                new UUID(7, position),
                id,
                version,
                Instant.EPOCH.plusSeconds(position),
                new EventMetadata("staff", "request", "request"),
                event);
    }

    private static Optional<CircleView> view(String name, int capacity, int version) {
        return Optional.of(new CircleView(ID.id(), name, capacity, version));
    }

    private static Projected visible(String name, int capacity, int version) {
        return new Visible(view(name, capacity, version).orElseThrow());
    }
}
