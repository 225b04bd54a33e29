package io.circleledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.PositionUnknownException;
import io.ledger.core.read.ReadModelBehindException;
import io.ledger.core.read.StreamAnswer.Hidden;
import io.ledger.core.read.StreamAnswer.NeverWas;
import io.ledger.core.read.StreamAnswer.Visible;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Queries of one circle. */
class CircleQueriesTest extends CircleQueriesFixture {

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
}
