package io.circleledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.Projection;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.ClockedFreshness;
import io.ledger.core.read.DocumentList;
import io.ledger.core.read.Floor;
import io.ledger.core.read.Freshness;
import io.ledger.core.read.PositionUnknownException;
import io.ledger.core.read.ReadModelBehindException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Lists of circles. */
class CircleListTest extends CircleQueriesFixture {

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

        /** What the clock of {@link #clocked} shows; only a projection moves it. */
        private Duration elapsed = Duration.ZERO;

        private CircleQueries clocked(Duration longestWait, Projection projection) {
            var floor = new Floor(GlobalPosition.START);
            var freshness = ClockedFreshness.of(floor, longestWait, ledger::head, () -> elapsed.toNanos());
            return queries(readModel, freshness, projection);
        }

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
            var patient = clocked(Duration.ofSeconds(BOUND_SECONDS), projection);
            assertThat(patient.list(GlobalPosition.START, 10, ANY).documents()).hasSize(1);
        }

        @Test
        void isNotHeldUpForLongByWhatNobodyAsksFor() {
            ledger.record(CHESS, Instant.EPOCH, EventMetadata.NONE, created("Chess", 12), renamed("Chess club"));
            readModel.follow(position(1));
            var projection = new HurriedProjection(
                    position(2), () -> elapsed = elapsed.plus(Freshness.READ_OWN_WRITES_WAIT.dividedBy(2)));
            var patient = clocked(Duration.ofSeconds(BOUND_SECONDS), projection);
            assertThat(patient.list(GlobalPosition.START, 10, position(1)).completeTo())
                    .isEqualTo(position(1));
            assertThat(elapsed).isEqualTo(Freshness.READ_OWN_WRITES_WAIT);
            assertThat(projection.hurried).isEqualTo(2);
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
            var projection = new HurriedProjection(position(2), () -> elapsed = elapsed.plus(bound.dividedBy(2)));
            var impatient = clocked(bound, projection);
            assertThatExceptionOfType(ReadModelBehindException.class)
                    .isThrownBy(() -> impatient.list(GlobalPosition.START, 10, position(2)))
                    .withMessageContaining("position 2 ")
                    .withMessageContaining("complete to 1 ");
            assertThat(elapsed).isEqualTo(bound);
            assertThat(readModel.reads()).isEqualTo(3);
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
}
