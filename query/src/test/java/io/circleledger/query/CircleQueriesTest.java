package io.circleledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.Projection;
import io.ledger.core.log.Complete;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
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
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.RecentStates;
import io.ledger.core.stream.Versioned;
import io.ledger.testkit.InMemoryDocuments;
import io.ledger.testkit.InMemoryLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CircleQueriesTest {

    private static final StreamId CHESS = Circles.stream("01990000-0000-7000-8000-000000000001");
    private static final StreamId GO = Circles.stream("01990000-0000-7000-8000-000000000002");
    private static final StreamId SHOGI = Circles.stream("01990000-0000-7000-8000-000000000003");
    private static final CircleEvent DISSOLVED = new CircleDissolved();
    private static final GlobalPosition ANY = GlobalPosition.START;
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final long BOUND_SECONDS = 30;

    private final InMemoryLog ledger = new InMemoryLog();
    private final EventStore<Circle> store = ledger.store(CircleStreams.AGGREGATE);
    private final InMemoryDocuments<Circle, CircleEvent, CircleView> readModel =
            new InMemoryDocuments<>(ledger, CircleStreams.PROJECTION);
    private final RememberedCircle recent = new RememberedCircle();
    private final CircleQueries queries = queries(AT_ONCE, GlobalPosition.START);

    private CircleQueries queries(Duration pageWait, GlobalPosition floor) {
        return queries(pageWait, floor, Projection.NONE);
    }

    private CircleQueries queries(DocumentReader<CircleView> views, Floor floor) {
        return queries(views, freshness(AT_ONCE, floor), Projection.NONE);
    }

    private CircleQueries queries(Duration pageWait, Floor floor) {
        return queries(readModel, freshness(pageWait, floor), Projection.NONE);
    }

    private CircleQueries queries(DocumentReader<CircleView> views, Freshness freshness, Projection source) {
        return new CircleQueries(new DocumentQueries<>(
                new ReadOwnWrites<>(views, recent, CircleStreams.PROJECTION, freshness),
                store,
                CircleStreams.PROJECTION,
                freshness,
                source));
    }

    private Freshness freshness(Duration longestWait, Floor floor) {
        return new Freshness(floor, longestWait, ledger::head, OtherHistory.UNHEARD);
    }

    /** A read model whose answers are held up. */
    private record HeldViews(DocumentReader<CircleView> views, CountDownLatch hasRead, CountDownLatch goOn)
            implements DocumentReader<CircleView> {

        HeldViews(DocumentReader<CircleView> views) {
            this(views, new CountDownLatch(1), new CountDownLatch(1));
        }

        @Override
        public Complete<Optional<CircleView>> find(StreamId id) {
            var found = views.find(id);
            hasRead.countDown();
            try {
                assertThat(goOn.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return found;
        }

        @Override
        public Page<CircleView> page(GlobalPosition createdAfter, int limit) {
            return views.page(createdAfter, limit);
        }
    }

    private CircleQueries queries(Duration pageWait, GlobalPosition floor, Projection projection) {
        return queries(readModel, freshness(pageWait, new Floor(floor)), projection);
    }

    @Nested
    class ACircleThatWasChangedHere {

        @Test
        void isShownBeforeTheReadModelHasTheChange() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            readModel.followToTheEnd();
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, renamed("Chess club"));
            recent.remember(store.load(CHESS).value().orElseThrow(), 0);

            assertThat(queries.find(CHESS, ANY))
                    .isEqualTo(new Visible<>(position(1), view(CHESS, "Chess club", 12, 2)));
        }

        @Test
        void isGoneBeforeTheReadModelKnowsThatItWasDissolved() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            readModel.followToTheEnd();
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, DISSOLVED);
            recent.remember(store.load(CHESS).value().orElseThrow(), 0);

            assertThat(queries.find(CHESS, ANY)).isEqualTo(new Hidden<>(position(2), 2));
        }

        @Test
        void isAsTheReadModelHasItWhenAnotherServerHasChangedItSince() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            recent.remember(store.load(CHESS).value().orElseThrow(), 0);
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, renamed("Chess club"));
            readModel.followToTheEnd();

            assertThat(queries.find(CHESS, ANY))
                    .isEqualTo(new Visible<>(position(2), view(CHESS, "Chess club", 12, 2)));
        }

        @Test
        void isNotTakenBackByAListAndHoldsUpNoOtherCircle() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            ledger.record(GO, Instant.EPOCH, EventMetadata.NONE, created("Go", 12));
            readModel.followToTheEnd();
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, renamed("Chess club"));
            recent.remember(store.load(CHESS).value().orElseThrow(), 0);
            queries.find(CHESS, ANY);

            assertThatExceptionOfType(ReadModelBehindException.class).isThrownBy(() -> queries.list(ANY, 10, ANY));
            assertThat(queries.find(GO, ANY)).isEqualTo(new Visible<>(position(2), view(GO, "Go", 12, 1)));
        }
    }

    /** Remembers the last circle it was told of. */
    private static final class RememberedCircle implements RecentStates<Circle> {

        private Optional<Versioned<Circle>> remembered = Optional.empty();

        @Override
        public Optional<Versioned<Circle>> find(StreamId id) {
            return remembered.filter(latest -> latest.stream().equals(id));
        }

        @Override
        public long era() {
            return 0;
        }

        @Override
        public void remember(Versioned<Circle> latest, long era) {
            remembered = Optional.of(latest);
        }

        @Override
        public void forget(StreamId id) {
            remembered = Optional.empty();
        }

        @Override
        public void forgetAll() {
            remembered = Optional.empty();
        }
    }

    @Nested
    class OneCircle {

        @Test
        void isReadFromAReadModelThatIsUpToDate() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"));
            readModel.followToTheEnd();
            assertThat(queries.find(CHESS, position(2)))
                    .isEqualTo(new Visible<>(position(2), view(CHESS, "Chess club", 12, 2)));
            assertThat(readModel.reads()).isEqualTo(1);
            assertThat(ledger.loads()).isZero();
        }

        @Test
        void isReadFromAReadModelThatLagsWhenTheCallerHasSeenNoMore() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"));
            readModel.follow(position(1));
            assertThat(queries.find(CHESS, position(1)))
                    .isEqualTo(new Visible<>(position(1), view(CHESS, "Chess", 12, 1)));
            assertThat(ledger.loads()).isZero();
        }

        @Test
        void isFoldedFromTheLogWhenTheReadModelLagsBehindWhatTheCallerHasSeen() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"));
            readModel.follow(position(1));
            assertThat(queries.find(CHESS, position(2)))
                    .isEqualTo(new Visible<>(position(2), view(CHESS, "Chess club", 12, 2)));
            assertThat(ledger.loads()).isEqualTo(1);
        }

        @Test
        void thatTheReadModelLacksIsFoldedFromTheLog() {
            ledger.record(GO, Instant.EPOCH, EventMetadata.NONE, created("Go", 20));
            readModel.followToTheEnd();
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            assertThat(queries.find(CHESS, ANY)).isEqualTo(new Visible<>(position(2), view(CHESS, "Chess", 12, 1)));
            assertThat(ledger.loads()).isEqualTo(1);
        }

        @Test
        void thatWasDissolvedIsKnownFromTheLogWithItsLastVersion() {
            ledger.record(
                    CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"), DISSOLVED);
            ledger.record(GO, Instant.EPOCH, EventMetadata.NONE, created("Go", 20));
            readModel.followToTheEnd();
            assertThat(queries.find(CHESS, ANY)).isEqualTo(new Hidden<>(position(4), 3));
        }

        @Test
        void thatNeverWasIsUnknownOnTheWordOfTheLogOnly() {
            ledger.record(GO, Instant.EPOCH, EventMetadata.NONE, created("Go", 20));
            readModel.followToTheEnd();
            assertThat(queries.find(CHESS, ANY)).isEqualTo(new NeverWas<>(position(1)));
            assertThat(ledger.loads()).isEqualTo(1);
        }

        @Test
        void ofAnEmptyLedgerIsUnknown() {
            assertThat(queries.find(CHESS, ANY)).isEqualTo(new NeverWas<>(GlobalPosition.START));
        }

        @Test
        void isFoldedFromTheLogWhileTheReadModelIsDown() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            ledger.record(GO, Instant.EPOCH, EventMetadata.NONE, created("Go", 20), DISSOLVED);
            readModel.followToTheEnd();
            readModel.takeDown(true);
            assertThat(queries.find(CHESS, ANY)).isEqualTo(new Visible<>(position(3), view(CHESS, "Chess", 12, 1)));
            assertThat(queries.find(GO, ANY)).isEqualTo(new Hidden<>(position(3), 2));
            assertThat(queries.find(SHOGI, ANY)).isEqualTo(new NeverWas<>(position(3)));
        }

        @Test
        void isReadFromTheReadModelWhileTheLogIsDown() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            readModel.followToTheEnd();
            ledger.takeDown();
            assertThat(queries.find(CHESS, ANY)).isEqualTo(new Visible<>(position(1), view(CHESS, "Chess", 12, 1)));
        }

        @Test
        void cannotBeToldWhileBothAreDown() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            readModel.followToTheEnd();
            readModel.takeDown(true);
            ledger.takeDown();
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> queries.find(CHESS, ANY))
                    .satisfies(failure -> assertThat(failure.store()).isEqualTo("event store"));
        }

        @Test
        void isNotSaidToBeUnknownWhileTheLogIsDown() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            ledger.takeDown();
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> queries.find(CHESS, ANY));
        }

        @Test
        void cannotIncludeAPositionBeyondTheLog() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            readModel.followToTheEnd();
            assertThatExceptionOfType(PositionUnknownException.class)
                    .isThrownBy(() -> queries.find(CHESS, position(2)))
                    .satisfies(refusal -> assertThat(refusal.head()).isEqualTo(position(1)));
            assertThatExceptionOfType(PositionUnknownException.class)
                    .isThrownBy(() -> queries.find(GO, position(Long.MAX_VALUE)));
        }

        @Test
        void withACorruptHistoryIsReportedWhereTheReadModelHasNoView() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, renamed("Chess club"));
            readModel.followToTheEnd();
            assertThatExceptionOfType(CorruptStreamException.class)
                    .isThrownBy(() -> queries.find(CHESS, ANY))
                    .satisfies(corrupt -> assertThat(corrupt.stream().id()).isEqualTo(CHESS.id()));
        }
    }

    /** What was shown once is in every later answer, whatever becomes of the read model. */
    @Nested
    class TheFloor {

        @Test
        void keepsAnEmptiedReadModelFromShowingOlderVersions() {
            ledger.record(
                    CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"), resized(30));
            readModel.followToTheEnd();
            var shown = new Visible<>(position(3), view(CHESS, "Chess club", 30, 3));
            assertThat(queries.find(CHESS, ANY)).isEqualTo(shown);
            readModel.lose();
            readModel.follow(position(1));
            assertThat(queries.find(CHESS, ANY)).isEqualTo(shown);
            readModel.follow(position(2));
            assertThat(queries.find(CHESS, ANY)).isEqualTo(shown);
            assertThat(ledger.loads()).isEqualTo(2);
        }

        @Test
        void isGivenUpWhereTheLogHasLostItsEnd() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"));
            readModel.followToTheEnd();
            queries.find(CHESS, ANY);
            ledger.loseTheEnd(1);
            readModel.lose();
            assertThat(queries.find(CHESS, ANY)).isEqualTo(new Visible<>(position(1), view(CHESS, "Chess", 12, 1)));
            readModel.followToTheEnd();
            assertThat(list(10).documents()).containsExactly(view(CHESS, "Chess", 12, 1));
        }

        /** The read began before the log lost its end, and its answer comes after somebody has noticed. */
        @Test
        void isNotRaisedAgainByAReadThatBeganBeforeItCameDown() throws Exception {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"));
            readModel.followToTheEnd();
            var floor = new Floor(position(2));
            var slow = new HeldViews(readModel);
            var reading = new FutureTask<>(() -> queries(slow, floor).find(CHESS, ANY));
            Thread.ofVirtual().start(reading);
            assertThat(slow.hasRead.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            ledger.loseTheEnd(1);
            floor.lower(floor.position(), ledger.head());
            slow.goOn.countDown();

            assertThat(reading.get(BOUND_SECONDS, TimeUnit.SECONDS).completeTo())
                    .as("what it has read is what was there")
                    .isEqualTo(position(2));
            assertThat(floor.position()).isEqualTo(position(1));
        }

        @Test
        void tellsTheOthersWhenTheLogEndsBeforeIt() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"));
            var told = new ArrayList<String>();
            var freshness = new Freshness(new Floor(ledger.head()), AT_ONCE, ledger::head, told::add);
            var started = queries(readModel, freshness, Projection.NONE);
            started.find(CHESS, ANY);
            assertThat(told).isEmpty();
            ledger.loseTheEnd(1);
            started.find(CHESS, ANY);
            assertThat(told).containsExactly("a read");
            started.find(CHESS, ANY);
            assertThat(told).hasSize(1);
        }

        /** The list waits for what was shown, and then nobody can have that again. */
        @Test
        void isNotWaitedForAnyLongerOnceItHasComeDown() throws Exception {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"));
            readModel.follow(position(1));
            var floor = new Floor(position(2));
            var pagesRead = readModel.awaitPages(2);
            var patient = queries(Duration.ofHours(1), floor);
            var listing = new FutureTask<>(() -> patient.list(GlobalPosition.START, 10, ANY));
            Thread.ofVirtual().start(listing);
            assertThat(pagesRead.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            ledger.loseTheEnd(1);
            floor.lower(floor.position(), ledger.head());
            assertThat(listing.get(BOUND_SECONDS, TimeUnit.SECONDS).completeTo())
                    .isEqualTo(position(1));
        }

        @Test
        void isLoweredOnceForOneLostEnd() {
            var floor = new Floor(position(9));
            var from = floor.position();
            floor.lower(from, position(4));
            floor.raise(position(6));
            floor.lower(from, position(5));
            assertThat(floor.position()).isEqualTo(position(6));
        }

        @Test
        void letsTheReadModelAnswerAgainOnceItHasCaughtUp() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"));
            readModel.followToTheEnd();
            queries.find(CHESS, ANY);
            readModel.lose();
            readModel.followToTheEnd();
            assertThat(queries.find(CHESS, ANY)).isInstanceOf(Visible.class);
            assertThat(ledger.loads()).isZero();
        }

        @Test
        void keepsAnEmptiedReadModelFromMakingACircleUnknown() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            readModel.followToTheEnd();
            queries.find(CHESS, ANY);
            readModel.lose();
            ledger.takeDown();
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> queries.find(CHESS, ANY));
            ledger.bringUp();
            assertThat(queries.find(CHESS, ANY)).isInstanceOf(Visible.class);
        }

        @Test
        void keepsADissolvedCircleDissolved() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), DISSOLVED);
            readModel.followToTheEnd();
            assertThat(queries.find(CHESS, ANY)).isEqualTo(new Hidden<>(position(2), 2));
            readModel.lose();
            readModel.follow(position(1));
            assertThat(queries.find(CHESS, ANY)).isEqualTo(new Hidden<>(position(2), 2));
        }

        @Test
        void isRaisedByAnAnswerFromTheLog() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"));
            readModel.follow(position(1));
            var shown = queries.find(CHESS, position(2));
            assertThat(queries.find(CHESS, ANY)).isEqualTo(shown);
        }

        @Test
        void isRaisedByAnAnswerFromTheLogOnlyToTheEventThatWasShown() {
            ledger.record(GO, Instant.EPOCH, EventMetadata.NONE, created("Go", 20));
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            ledger.record(GO, Instant.EPOCH, EventMetadata.NONE, renamed("Go club"));
            readModel.follow(position(2));
            readModel.loseDocument(CHESS);
            assertThat(queries.find(CHESS, ANY).completeTo()).isEqualTo(position(3));
            assertThat(queries.find(GO, ANY)).isEqualTo(new Visible<>(position(2), view(GO, "Go", 20, 1)));
            assertThat(ledger.loads()).isEqualTo(1);
        }

        @Test
        void holdsFromTheStartWithTheHeadOfTheLog() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"));
            readModel.follow(position(1));
            var started = queries(AT_ONCE, ledger.head());
            assertThat(started.find(CHESS, ANY))
                    .isEqualTo(new Visible<>(position(2), view(CHESS, "Chess club", 12, 2)));
            assertThatExceptionOfType(ReadModelBehindException.class)
                    .isThrownBy(() -> started.list(GlobalPosition.START, 10, ANY));
        }

        @Test
        void keepsAnEmptiedReadModelFromShowingAnEmptyList() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            readModel.followToTheEnd();
            assertThat(list(10).documents()).hasSize(1);
            readModel.lose();
            assertThatExceptionOfType(ReadModelBehindException.class).isThrownBy(() -> list(10));
        }

        @Test
        void isRaisedByAList() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"));
            readModel.followToTheEnd();
            list(10);
            readModel.lose();
            readModel.follow(position(1));
            assertThat(queries.find(CHESS, ANY))
                    .isEqualTo(new Visible<>(position(2), view(CHESS, "Chess club", 12, 2)));
        }

        @Test
        void isRaisedByACircleThatAListFoldedFromTheLog() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            readModel.followToTheEnd();
            readModel.loseDocument(CHESS);
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, renamed("Chess club"));
            assertThat(list(10).documents()).containsExactly(view(CHESS, "Chess club", 12, 2));
            readModel.lose();
            readModel.follow(position(1));
            assertThat(queries.find(CHESS, ANY))
                    .isEqualTo(new Visible<>(position(2), view(CHESS, "Chess club", 12, 2)));
        }

        @Test
        void isRaisedByADissolvedCircleThatAListLeftOut() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            readModel.followToTheEnd();
            readModel.loseDocument(CHESS);
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, DISSOLVED);
            assertThat(list(10).documents()).isEmpty();
            readModel.lose();
            readModel.follow(position(1));
            assertThat(queries.find(CHESS, ANY)).isEqualTo(new Hidden<>(position(2), 2));
        }
    }

    @Nested
    class AList {

        @Test
        void hasTheLivingCirclesInTheOrderOfTheirCreation() {
            ledger.record(SHOGI, Instant.EPOCH, EventMetadata.NONE, created("Shogi", 9));
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            ledger.record(GO, Instant.EPOCH, EventMetadata.NONE, created("Go", 20));
            ledger.record(SHOGI, Instant.EPOCH, EventMetadata.NONE, renamed("Shogi club"));
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, DISSOLVED);
            readModel.followToTheEnd();
            assertThat(list(10))
                    .isEqualTo(new DocumentList<>(
                            position(5),
                            List.of(view(SHOGI, "Shogi club", 9, 2), view(GO, "Go", 20, 1)),
                            Optional.empty(),
                            2));
            assertThat(readModel.reads()).isEqualTo(1);
            assertThat(ledger.loads()).isZero();
        }

        @Test
        void ofAnEmptyLedgerIsEmptyAndEnds() {
            assertThat(list(10)).isEqualTo(new DocumentList<>(GlobalPosition.START, List.of(), Optional.empty(), 0));
        }

        @Test
        void saysWhatFollowsExactlyWhenSomethingDoes() {
            threeCircles();
            assertThat(list(2).next()).contains(position(2));
            assertThat(list(3).next()).isEmpty();
            assertThat(list(4).next()).isEmpty();
        }

        @Test
        void readPageByPageHasEveryCircleOnce() {
            threeCircles();
            var first = queries.list(GlobalPosition.START, 1, ANY);
            var second = queries.list(first.next().orElseThrow(), 1, ANY);
            var third = queries.list(second.next().orElseThrow(), 1, ANY);
            assertThat(first.documents()).containsExactly(view(CHESS, "Chess", 12, 1));
            assertThat(second.documents()).containsExactly(view(GO, "Go", 20, 1));
            assertThat(third.documents()).containsExactly(view(SHOGI, "Shogi", 9, 1));
            assertThat(third.next()).isEmpty();
        }

        @Test
        void goesOnAfterACircleThatWasDissolvedMeanwhile() {
            threeCircles();
            var first = queries.list(GlobalPosition.START, 1, ANY);
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, DISSOLVED);
            readModel.followToTheEnd();
            assertThat(queries.list(first.next().orElseThrow(), 1, ANY).documents())
                    .containsExactly(view(GO, "Go", 20, 1));
        }

        @Test
        void foldsACircleWhoseDocumentIsMissingFromTheLog() {
            threeCircles();
            readModel.loseDocument(GO);
            assertThat(list(10).documents())
                    .containsExactly(view(CHESS, "Chess", 12, 1), view(GO, "Go", 20, 1), view(SHOGI, "Shogi", 9, 1));
            assertThat(ledger.loads()).isEqualTo(1);
        }

        @Test
        void leavesOutADissolvedCircleWhoseDocumentIsMissingAndStillGoesOn() {
            threeCircles();
            readModel.loseDocument(GO);
            ledger.record(GO, Instant.EPOCH, EventMetadata.NONE, DISSOLVED);
            var page = list(2);
            assertThat(page.documents()).containsExactly(view(CHESS, "Chess", 12, 1));
            assertThat(page.next()).contains(position(2));
            assertThat(page.completeTo()).isEqualTo(position(3));
        }

        @Test
        void mayBeEmptyAndStillGoOn() {
            threeCircles();
            readModel.loseDocument(CHESS);
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, DISSOLVED);
            assertThat(list(1)).isEqualTo(new DocumentList<>(position(3), List.of(), Optional.of(position(1)), 3));
        }

        @Test
        void ofAReadModelThatIsDownIsNotTold() {
            threeCircles();
            readModel.takeDown(true);
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> list(10))
                    .satisfies(failure -> assertThat(failure.store()).isEqualTo("read model"));
        }

        @Test
        void keepsTheCirclesItWasMadeWith() {
            var circles = new ArrayList<>(List.of(view(CHESS, "Chess", 12, 1)));
            var page = new DocumentList<>(position(1), circles, Optional.empty(), 1);
            circles.clear();
            assertThat(page.documents()).hasSize(1);
        }

        private void threeCircles() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            ledger.record(GO, Instant.EPOCH, EventMetadata.NONE, created("Go", 20));
            ledger.record(SHOGI, Instant.EPOCH, EventMetadata.NONE, created("Shogi", 9));
            readModel.followToTheEnd();
        }
    }

    @Nested
    class AListThatMustWait {

        @Test
        void isToldOnceTheReadModelHasCaughtUp() throws Exception {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            readModel.followToTheEnd();
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, renamed("Chess club"));
            var pagesRead = readModel.awaitPages(2);
            var patient = queries(Duration.ofSeconds(BOUND_SECONDS), GlobalPosition.START);
            var listing = new FutureTask<>(() -> patient.list(GlobalPosition.START, 10, position(2)));
            Thread.ofVirtual().start(listing);
            assertThat(pagesRead.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(listing).isNotDone();
            readModel.followToTheEnd();
            assertThat(listing.get(BOUND_SECONDS, TimeUnit.SECONDS).documents())
                    .containsExactly(view(CHESS, "Chess club", 12, 2));
        }

        @Test
        void hurriesTheProjectionAndOnlyThen() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            var projection = new HurriedProjection(GlobalPosition.START, readModel::followToTheEnd);
            var patient = queries(Duration.ofSeconds(BOUND_SECONDS), GlobalPosition.START, projection);
            patient.list(GlobalPosition.START, 10, ANY);
            assertThat(projection.hurried).isZero();
            assertThat(patient.list(GlobalPosition.START, 10, position(1)).completeTo())
                    .isEqualTo(position(1));
            assertThat(projection.hurried).isEqualTo(1);
        }

        @Test
        void includesWhatWasAppendedHereThoughNobodyAsksForIt() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            var projection = new HurriedProjection(position(1), readModel::followToTheEnd);
            var patient = queries(Duration.ofSeconds(BOUND_SECONDS), GlobalPosition.START, projection);
            assertThat(patient.list(GlobalPosition.START, 10, ANY).documents()).hasSize(1);
        }

        @Test
        void isNotHeldUpForLongByWhatNobodyAsksFor() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"));
            readModel.follow(position(1));
            var projection = new HurriedProjection(position(2), () -> {});
            var patient = queries(Duration.ofSeconds(BOUND_SECONDS), GlobalPosition.START, projection);
            var started = System.nanoTime();
            assertThat(patient.list(GlobalPosition.START, 10, position(1)).completeTo())
                    .isEqualTo(position(1));
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isBetween(Freshness.READ_OWN_WRITES_WAIT, Duration.ofSeconds(BOUND_SECONDS));
            assertThat(projection.hurried).isPositive();
        }

        @Test
        void doesNotTakeLessForAnAnswerOnTheWay() throws Exception {
            ledger.record(
                    CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"), resized(30));
            var patient = queries(Duration.ofSeconds(BOUND_SECONDS), GlobalPosition.START);
            var listing = new FutureTask<>(() -> patient.list(GlobalPosition.START, 10, position(3)));
            Thread.ofVirtual().start(listing);
            for (var position = 0; position < 3; position++) {
                readModel.follow(position(position));
                assertThat(readModel.awaitPages(2).await(BOUND_SECONDS, TimeUnit.SECONDS))
                        .isTrue();
                assertThat(listing).isNotDone();
            }
            readModel.follow(position(3));
            assertThat(listing.get(BOUND_SECONDS, TimeUnit.SECONDS).completeTo())
                    .isEqualTo(position(3));
        }

        @Test
        void isGivenUpAfterItsBound() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"));
            readModel.follow(position(1));
            var bound = Duration.ofMillis(100);
            var impatient = queries(bound, GlobalPosition.START);
            var started = System.nanoTime();
            assertThatExceptionOfType(ReadModelBehindException.class)
                    .isThrownBy(() -> impatient.list(GlobalPosition.START, 10, position(2)))
                    .withMessageContaining("position 2 ")
                    .withMessageContaining("complete to 1 ");
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isBetween(bound, Duration.ofSeconds(BOUND_SECONDS));
            assertThat(readModel.reads()).isGreaterThan(1);
        }

        /** Who waits for that would hold up others for nothing. */
        @Test
        void isRefusedAtOnceForAPositionThatTheLogDoesNotHave() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            readModel.followToTheEnd();
            var patient = queries(Duration.ofHours(1), GlobalPosition.START);
            assertThatExceptionOfType(PositionUnknownException.class)
                    .isThrownBy(() -> patient.list(GlobalPosition.START, 10, position(Long.MAX_VALUE)))
                    .satisfies(refusal -> assertThat(refusal.head()).isEqualTo(position(1)));
            assertThat(readModel.reads()).isEqualTo(1);
        }

        @Test
        void isGivenUpAtOnceWhenItMayNotWaitAtAll() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            assertThatExceptionOfType(ReadModelBehindException.class)
                    .isThrownBy(() -> queries.list(GlobalPosition.START, 10, position(1)));
            assertThat(readModel.reads()).isEqualTo(1);
        }

        @Test
        void failsWhenTheReadModelGoesDownMeanwhile() throws Exception {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            var pagesRead = readModel.awaitPages(1);
            var patient = queries(Duration.ofSeconds(BOUND_SECONDS), GlobalPosition.START);
            var listing = new FutureTask<>(() -> patient.list(GlobalPosition.START, 10, position(1)));
            Thread.ofVirtual().start(listing);
            assertThat(pagesRead.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            readModel.takeDown(true);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> listing.get(BOUND_SECONDS, TimeUnit.SECONDS))
                    .withCauseInstanceOf(StoreUnavailableException.class);
        }

        @Test
        void stopsWaitingWhenItsThreadIsInterruptedAndStaysInterrupted() throws Exception {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12));
            var patient = queries(Duration.ofSeconds(BOUND_SECONDS), GlobalPosition.START);
            var interrupted = new FutureTask<>(() -> {
                Thread.currentThread().interrupt();
                assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> patient.list(GlobalPosition.START, 10, position(1)));
                return Thread.currentThread().isInterrupted();
            });
            Thread.ofVirtual().start(interrupted);
            assertThat(interrupted.get(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(readModel.reads()).isEqualTo(1);
        }
    }

    /** A projection that rests until it is told to hurry. */
    private static final class HurriedProjection implements Projection {

        private final GlobalPosition goal;
        private final Runnable step;
        private int hurried;

        HurriedProjection(GlobalPosition goal, Runnable step) {
            this.goal = goal;
            this.step = step;
        }

        @Override
        public GlobalPosition goal() {
            return goal;
        }

        @Override
        public void hurry() {
            hurried++;
            step.run();
        }
    }

    private DocumentList<CircleView> list(int limit) {
        return queries.list(GlobalPosition.START, limit, ANY);
    }

    private static CircleEvent created(String name, int capacity) {
        return new CircleCreated(CircleDetails.of(new CircleName(name), new Capacity(capacity)));
    }

    private static CircleEvent renamed(String name) {
        return new CircleUpdated(Change.NONE.with(CircleDetails.NAME, new CircleName(name)));
    }

    private static CircleEvent resized(int capacity) {
        return new CircleUpdated(Change.NONE.with(CircleDetails.CAPACITY, new Capacity(capacity)));
    }

    private static CircleView view(StreamId id, String name, int capacity, int version) {
        return CircleSamples.view(id.id(), name, capacity, version);
    }

    private static GlobalPosition position(long value) {
        return new GlobalPosition(value);
    }
}
