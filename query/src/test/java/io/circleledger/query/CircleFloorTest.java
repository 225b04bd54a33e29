package io.circleledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.Projection;
import io.ledger.core.log.Complete;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.Floor;
import io.ledger.core.read.Freshness;
import io.ledger.core.read.ReadModelBehindException;
import io.ledger.core.read.StreamAnswer.Hidden;
import io.ledger.core.read.StreamAnswer.Visible;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What was shown of circles once, and is in every later answer. */
class CircleFloorTest extends CircleQueriesFixture {

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
}
