package io.circleledger.command;

import static io.circleledger.domain.circle.CircleRejection.CIRCLE_IS_DISSOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StoreUnavailableException.Unavailability;
import io.ledger.core.command.CommandLimits;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.log.Complete;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Commands to circles that this server remembers. */
class RememberedCirclesTest extends CircleCommandsFixture {

    @Nested
    class ToACircleThatIsRemembered {

        @Test
        void needsNoReading() {
            create("Chess", 12);
            assertThat(change(1, "Go")).isEqualTo(new CommandOutcome.Done<>(newId(), 2, position(2)));
            assertThat(change(2, "Shogi")).isEqualTo(new CommandOutcome.Done<>(newId(), 3, position(3)));
            assertThat(store.loads()).isZero();
            assertThat(events.load(newId())).isEqualTo(new Complete<>(position(3), recent.find(newId())));
        }

        @Test
        void readsACircleOnce() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            rename(1, "Go");
            rename(2, "Shogi");
            assertThat(store.loads()).isEqualTo(1);
            assertThat(events.load(ID).value()).isEqualTo(recent.find(ID));
        }

        @Test
        void isAConflictWithTheVersionOfTheLogWhenAnotherServerWasFaster() {
            create("Chess", 12);
            store.record(newId(), NOON, SOMEBODY, renamed("Go"), renamed("Shogi"));
            assertThat(change(1, "Igo")).isEqualTo(new CommandOutcome.ConflictingCommand<>(newId(), 3));
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(3);
            assertThat(change(3, "Igo")).isEqualTo(new CommandOutcome.Done<>(newId(), 4, position(4)));
        }

        @Test
        void takesTheVersionOfTheLogThoughAnEarlierOneIsRemembered() {
            create("Chess", 12);
            store.record(newId(), NOON, SOMEBODY, renamed("Go"));
            assertThat(change(2, "Shogi")).isEqualTo(new CommandOutcome.Done<>(newId(), 3, position(3)));
        }

        @Test
        void saysThatAnotherServerHasDissolvedIt() {
            create("Chess", 12);
            store.record(newId(), NOON, SOMEBODY, DISSOLVED);
            assertThat(change(1, "Go"))
                    .isEqualTo(new CommandOutcome.RejectedCommand<>(newId(), CircleRejection.CIRCLE_IS_DISSOLVED));
        }

        @Test
        void isNoSuccessBecauseTheRememberedOneIsAlreadyAsWanted() {
            create("Chess", 12);
            store.record(newId(), NOON, SOMEBODY, renamed("Go"));
            assertThat(change(1, "Chess")).isEqualTo(new CommandOutcome.ConflictingCommand<>(newId(), 2));
        }

        @Test
        void isNotRefusedBecauseTheRememberedOneIsDissolved() {
            create("Chess", 12);
            commands.dissolve(newId(), exactly(1), request);
            store.loseTheEnd(1);
            store.record(newId(), NOON, SOMEBODY, renamed("Go"));
            assertThat(change(2, "Shogi")).isEqualTo(new CommandOutcome.Done<>(newId(), 3, position(3)));
        }

        @Test
        void keepsTheTimeFromRunningBackwards() {
            create("Chess", 12);
            now = NOON.minusSeconds(3600);
            change(1, "Go");
            assertThat(store.recorded(CircleStreams.AGGREGATE).getLast().occurredAt())
                    .isEqualTo(NOON);
        }

        private CommandOutcome<CircleRejection> change(int version, String name) {
            return rename(newId(), version, name);
        }
    }

    /** The log loses its end and grows another, of the same length, while what was there before is still known. */
    @Nested
    class WhenTheLogHasAnotherHistory {

        @Test
        void aRememberedCircleOfTheSameVersionIsNotWhatAChangeIsMadeOf() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            update(1, Optional.of("X"), Optional.of(23));
            store.loseTheEnd(1);
            store.record(ID, NOON, SOMEBODY, resized(30));

            assertThat(update(2, Optional.of("X"), Optional.of(40)))
                    .isEqualTo(new CommandOutcome.Done<>(ID, 3, position(3)));

            assertThat(store.recorded(CircleStreams.AGGREGATE).getLast().event())
                    .isEqualTo(new CircleUpdated(Change.NONE
                            .with(CircleDetails.NAME, new CircleName("X"))
                            .with(CircleDetails.CAPACITY, new Capacity(40))));
        }

        @Test
        void aChangeOfThisServerToTheOtherHistoryIsWhatIsRemembered() {
            store.record(ID, NOON, SOMEBODY, CREATED, resized(22));
            update(2, Optional.of("X"), Optional.of(23));
            store.loseTheEnd(1);
            update(2, Optional.empty(), Optional.of(30));

            update(3, Optional.of("X"), Optional.of(40));

            assertThat(store.recorded(CircleStreams.AGGREGATE).getLast().event())
                    .isEqualTo(new CircleUpdated(Change.NONE
                            .with(CircleDetails.NAME, new CircleName("X"))
                            .with(CircleDetails.CAPACITY, new Capacity(40))));
            assertThat(events.load(ID).value()).isEqualTo(recent.find(ID));
        }

        @Test
        void aCircleThatWasJustReadIsReadAndDecidedAnew() {
            store.record(ID, NOON, SOMEBODY, CREATED, renamed("X"));
            store.beforeAppend(() -> {
                store.beforeAppend(() -> {});
                store.loseTheEnd(1);
                store.record(ID, NOON, SOMEBODY, resized(30));
            });

            assertThat(update(2, Optional.of("X"), Optional.of(30)))
                    .isEqualTo(new CommandOutcome.Done<>(ID, 3, position(3)));

            assertThat(store.recorded(CircleStreams.AGGREGATE).getLast().event())
                    .isEqualTo(renamed("X"));
            assertThat(store.loads()).isEqualTo(2);
        }

        @Test
        void whatComesOfItIsWhatTheOtherHistoryGives() {
            store.record(ID, NOON, SOMEBODY, CREATED, renamed("X"));
            store.beforeAppend(() -> {
                store.loseTheEnd(1);
                store.record(ID, NOON, SOMEBODY, DISSOLVED);
            });

            assertThat(rename(2, "Y")).isEqualTo(new CommandOutcome.RejectedCommand<>(ID, CIRCLE_IS_DISSOLVED));
        }

        @Test
        void aLogThatIsReplacedAgainAndAgainIsGivenUpAndNothingIsRecorded() {
            store.record(ID, NOON, SOMEBODY, CREATED, renamed("X"));
            store.beforeAppend(() -> {
                store.loseTheEnd(1);
                store.record(ID, NOON, SOMEBODY, renamed("X"));
            });

            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> rename(2, "Y"))
                    .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Unavailability.NO_ANSWER))
                    .havingCause()
                    .withMessageContaining(ID.id());
            assertThat(store.appends()).hasSize(CommandLimits.DECISIONS);
            assertThat(published).isEmpty();
        }
    }
}
