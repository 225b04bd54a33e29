package io.ledger.projection;

import static io.circleledger.domain.circle.CircleSamples.created;
import static io.circleledger.domain.circle.CircleSamples.dissolved;
import static io.circleledger.domain.circle.CircleSamples.renamed;
import static io.circleledger.domain.circle.CircleSamples.resized;
import static io.ledger.projection.EntriesInMemory.foreign;
import static io.ledger.projection.EntriesInMemory.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentChange.Park;
import io.ledger.core.document.DocumentChange.Put;
import io.ledger.core.document.DocumentChange.Remove;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.LogEntry.UnreadableEntry;
import io.ledger.projection.ProjectionStep.Outcome;
import io.ledger.projection.ProjectionStep.Stride;
import io.ledger.projection.history.LogObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Given documents and a log, what the entries of a step change. */
class ProjectionFoldTest {

    private static final StreamId ID = Circles.stream(new UUID(0, 1));
    private static final StreamId OTHER = Circles.stream(new UUID(0, 2));
    private static final Instant NOW = Instant.parse("2026-04-01T09:00:00Z");

    private final EntriesInMemory log = new EntriesInMemory();
    private final ViewsInMemory views = new ViewsInMemory();

    @Nested
    class NextEvents {

        @Test
        void aCreationListsItsCircleAndAsksNobody() {
            assertThat(changes(recorded(1, ID, 1, created("Chess", 12)))).containsExactly(listed("Chess", 12, 1, 1));
            assertThat(views.lookedUp()).isEmpty();
            assertThat(log.loaded()).isEmpty();
        }

        @Test
        void aChangeOfAKnownDocumentLeavesItsPlaceInTheList() {
            given(view("Chess", 12, 1));
            assertThat(changes(recorded(5, ID, 2, renamed("Go")))).containsExactly(put("Go", 12, 2));
            assertThat(log.loaded()).isEmpty();
        }

        @Test
        void theEndOfACircleRemovesItsDocument() {
            given(view("Chess", 12, 1));
            assertThat(changes(recorded(5, ID, 2, dissolved()))).containsExactly(new Remove<>(ID));
        }

        @Test
        void severalEventsOfACircleAreOneChangeWithThePlaceOfItsCreation() {
            assertThat(changes(
                            recorded(3, ID, 1, created("Chess", 12)),
                            recorded(4, ID, 2, resized(20)),
                            recorded(5, ID, 3, renamed("Go"))))
                    .containsExactly(listed("Go", 20, 3, 3));
        }

        @Test
        void aCircleThatComesAndGoesIsOnlyRemoved() {
            assertThat(changes(recorded(3, ID, 1, created("Chess", 12)), recorded(4, ID, 2, dissolved())))
                    .containsExactly(new Remove<>(ID));
        }

        @Test
        void changesComeInTheOrderInWhichTheirCirclesWereMet() {
            given(view("Chess", 12, 1));
            assertThat(changes(
                            recorded(3, OTHER, 1, created("Tennis", 10)),
                            recorded(4, ID, 2, resized(20)),
                            recorded(5, OTHER, 2, resized(11))))
                    .containsExactly(
                            new Put<>(CircleSamples.view(OTHER.id(), "Tennis", 11, 2), at(3)), put("Chess", 20, 2));
        }

        @Test
        void aDocumentIsLookedUpOnceAlsoOverPages() {
            given(view("Chess", 12, 1));
            var fold = fold();
            fold.page(List.of(recorded(3, ID, 2, resized(20)), recorded(4, ID, 3, resized(21))));
            // As if another projector had written meanwhile.
            given(view("Chess", 22, 4));
            fold.page(List.of(recorded(5, ID, 4, resized(22))));
            assertThat(fold.changes()).containsExactly(put("Chess", 22, 4));
            assertThat(fold.streams()).isEqualTo(1);
            assertThat(views.lookedUp()).containsExactly(ID);
        }
    }

    @Nested
    class OtherVersions {

        @Test
        void anEventThatTheDocumentHasAlreadyIsNotAppliedAgain() {
            given(view("Go", 12, 2));
            assertThat(changes(recorded(5, ID, 2, renamed("Go")))).isEmpty();
        }

        @Test
        void anOlderEventNeverChangesANewerDocument() {
            given(view("Go", 12, 3));
            assertThat(changes(recorded(5, ID, 2, renamed("Shogi")))).isEmpty();
            assertThat(changes(recorded(6, ID, 3, dissolved()))).isEmpty();
            assertThat(changes(
                            recorded(5, ID, 2, renamed("Shogi")),
                            recorded(6, ID, 3, renamed("Go")),
                            recorded(7, ID, 4, resized(20))))
                    .containsExactly(put("Go", 20, 4));
            assertThat(log.loaded()).isEmpty();
        }

        @Test
        void afterAGapTheLogHasTheCircleAsItIsNow() {
            given(view("Chess", 12, 1));
            var events = history(created("Chess", 12), resized(13), resized(14), renamed("Go"));
            assertThat(changes(events.get(2), events.get(3))).containsExactly(listed("Go", 14, 4, 1));
            assertThat(log.loaded()).as("what the log has told is skipped").containsExactly(ID);
        }

        @Test
        void afterAGapACircleThatHasEndedIsRemoved() {
            given(view("Chess", 12, 1));
            var events = history(created("Chess", 12), resized(13), dissolved());
            assertThat(changes(events.get(2))).containsExactly(new Remove<>(ID));
        }

        @Test
        void aLaterEventOfACircleWithoutADocumentIsLeftToTheLog() {
            var events = history(created("Chess", 12), resized(13));
            assertThat(changes(events.get(1))).containsExactly(listed("Chess", 13, 2, 1));
            var ended = history(created("Chess", 12), dissolved());
            assertThat(changes(ended.get(1))).containsExactly(new Remove<>(ID));
        }

        @Test
        void aHistoryThatTheLogDoesNotHaveIsParked() {
            assertThat(changes(recorded(7, ID, 3, resized(20))))
                    .containsExactly(park(1, 7, "the log has no such history"));
        }

        @Test
        void aHistoryThatDoesNotStartWithCreationIsLeftToTheLogAndParked() {
            for (var first : List.of(renamed("Go"), dissolved())) {
                var events = history(first);
                assertThat(changes(events.getFirst())).singleElement().satisfies(change -> assertParked(change, 1, 1));
            }
        }

        @Test
        void aSecondCreationIsLeftToTheLogAndTakesNoDocumentBack() {
            given(view("Go", 12, 2));
            var events = history(created("Chess", 12), renamed("Go"), created("Chess", 12));
            assertThat(changes(events.get(2))).singleElement().satisfies(change -> assertParked(change, 3, 3));
        }

        @Test
        void anEventAfterTheEndIsLeftToTheLogAndParkedOnce() {
            given(view("Go", 12, 1));
            var events = history(created("Go", 12), dissolved(), resized(13), resized(14));
            assertThat(changes(events.get(1), events.get(2), events.get(3)))
                    .singleElement()
                    .satisfies(change -> assertParked(change, 3, 3));
        }
    }

    @Nested
    class NoEventsOfACircle {

        @Test
        void aRowThatCannotBeReadParksItsCircleAndStopsNoOther() {
            given(view("Chess", 12, 1));
            var row =
                    new UnreadableEntry<CircleEvent>(new GlobalPosition(5), "some id", ID.id(), 2, "The capacity is 1");
            assertThat(changes(row, recorded(6, OTHER, 1, created("Tennis", 10))))
                    .containsExactly(
                            park(2, 5, "The capacity is 1"),
                            new Put<>(CircleSamples.view(OTHER.id(), "Tennis", 10, 1), at(6)));
        }

        @Test
        void aRowWithAnyTextForAnIdIsParkedUnderIt() {
            var row = new UnreadableEntry<CircleEvent>(new GlobalPosition(5), "", "no body", 1, "no event");
            assertThat(changes(row))
                    .containsExactly(
                            new Park<>(new ParkedStream("no body", 1, new GlobalPosition(5), "no event", NOW)));
        }

        @Test
        void eventsOfAnotherCategoryChangeNothingAndAskNobody() {
            var fold = fold();
            fold.page(List.of(foreign(1), foreign(2)));
            assertThat(fold.changes()).isEmpty();
            assertThat(fold.streams()).isZero();
            assertThat(views.lookedUp()).isEmpty();
            assertThat(log.loaded()).isEmpty();
        }

        @Test
        void eventsOfAnotherCategoryAreNoGapBetweenThoseOfACircle() {
            given(view("Chess", 12, 1));
            assertThat(changes(
                            foreign(4),
                            recorded(5, ID, 2, resized(13)),
                            foreign(6),
                            foreign(7),
                            recorded(8, ID, 3, resized(14)),
                            foreign(9)))
                    .containsExactly(put("Chess", 14, 3));
            assertThat(log.loaded()).isEmpty();
        }

        @Test
        void eventsOfAnotherCategoryMoveTheCheckpointAndNothingElse() {
            log.add(recorded(1, ID, 1, created("Chess", 12)));
            assertThat(step(3).run()).isEqualTo(new Outcome.CaughtUp(new GlobalPosition(1)));
            log.add(foreign(2));
            log.add(foreign(3));
            assertThat(step(3).run()).isEqualTo(new Outcome.CaughtUp(new GlobalPosition(3)));

            assertThat(views.checkpoint())
                    .contains(new Checkpoint(new GlobalPosition(3), foreign(3).eventId()));
            assertThat(views.documents()).containsExactly(view("Chess", 12, 1));
            assertThat(views.resets()).isZero();
            // The next step begins at that event and knows it again.
            log.add(recorded(4, ID, 2, resized(13)));
            assertThat(step(3).run()).isEqualTo(new Outcome.CaughtUp(new GlobalPosition(4)));
            assertThat(views.documents()).containsExactly(view("Chess", 13, 2));
            assertThat(views.resets()).isZero();
        }

        @Test
        void aPageWithNothingElseIsNoEndOfTheLog() {
            for (var position = 1; position <= 10; position++) {
                log.add(foreign(position));
            }
            log.add(recorded(11, ID, 1, created("Chess", 12)));
            assertThat(step(2).run()).isEqualTo(new Outcome.Progressed(new GlobalPosition(11)));
            assertThat(views.documents()).containsExactly(view("Chess", 12, 1));
        }
    }

    private List<Recorded<CircleEvent>> history(CircleEvent... events) {
        return log.history(ID, events);
    }

    private void given(CircleView view) {
        views.put(view);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the list is only read
    private final List<DocumentChange<CircleView>> changes(LogEntry<CircleEvent>... entries) {
        var fold = fold();
        fold.page(List.of(entries));
        return fold.changes();
    }

    private ProjectionFold<Circle, CircleEvent, CircleView> fold() {
        return new ProjectionFold<>(CircleStreams.PROJECTION, log, views, Checkpoint.START, InstantSource.fixed(NOW));
    }

    private ProjectionStep<Circle, CircleEvent, CircleView> step(int page) {
        return new ProjectionStep<>(
                CircleStreams.PROJECTION,
                new LogSource<>(log),
                log,
                views,
                InstantSource.fixed(NOW),
                new Stride(page, Integer.MAX_VALUE, 1_000, 2),
                LogObserver.UNHEARD);
    }

    private static CircleView view(String name, int capacity, int version) {
        return CircleSamples.view(ID.id(), name, capacity, version);
    }

    private static Optional<GlobalPosition> at(int position) {
        return Optional.of(new GlobalPosition(position));
    }

    private static DocumentChange<CircleView> put(String name, int capacity, int version) {
        return new Put<>(view(name, capacity, version), Optional.empty());
    }

    private static DocumentChange<CircleView> listed(String name, int capacity, int version, int createdAt) {
        return new Put<>(view(name, capacity, version), at(createdAt));
    }

    private static DocumentChange<CircleView> park(int version, int noticedAt, String reason) {
        return new Park<>(new ParkedStream(ID.id(), version, new GlobalPosition(noticedAt), reason, NOW));
    }

    private static void assertParked(DocumentChange<CircleView> change, int version, int noticedAt) {
        assertThat(change).isInstanceOfSatisfying(Park.class, parked -> {
            assertThat(parked.stream().streamId()).isEqualTo(ID.id());
            assertThat(parked.stream().version()).isEqualTo(version);
            assertThat(parked.stream().position()).isEqualTo(new GlobalPosition(noticedAt));
            assertThat(parked.stream().reason()).isNotEmpty();
        });
    }
}
