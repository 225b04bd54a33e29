package io.circleledger.command;

import static io.circleledger.domain.circle.CircleRejection.CIRCLE_DOES_NOT_EXIST;
import static io.circleledger.domain.circle.CircleRejection.CIRCLE_IS_DISSOLVED;
import static io.circleledger.domain.circle.CircleRejection.UPDATE_NAMES_NO_FIELD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Circles;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.stream.ExpectedVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircleCommandsTest extends CircleCommandsFixture {

    @Nested
    class Creating {

        @Test
        void isDoneAtVersionOneAndAtItsPlaceInTheLog() {
            store.record(OTHER, NOON, SOMEBODY, CREATED, renamed("Go"));
            assertThat(create("Chess", 12)).isEqualTo(new CommandOutcome.Done<>(newId(), 1, position(3)));
        }

        @Test
        void recordsTheCreationAlone() {
            create("Chess", 12);
            assertThat(store.recorded(CircleStreams.AGGREGATE))
                    .containsExactly(new Recorded<>(position(1), givenIds.get(1), newId(), 1, NOON, METADATA, CREATED));
        }

        @Test
        void takesTheIdsOfCircleAndEventFromTheSupplier() {
            create("Chess", 12);
            create("Go", 20);
            assertThat(store.recorded(CircleStreams.AGGREGATE))
                    .extracting(event -> event.stream().id(), Recorded::id)
                    .containsExactly(
                            tuple(givenIds.get(0).toString(), givenIds.get(1)),
                            tuple(givenIds.get(2).toString(), givenIds.get(3)));
            assertThat(givenIds).hasSize(4);
        }

        @Test
        void tellsThePublisherOnceTheEventIsInTheLog() {
            create("Chess", 12);
            assertThat(published).containsExactly(publicationOfLast(1));
        }

        @Test
        void underAnIdThatIsTakenIsAConflict() {
            var taken = Circles.stream(new UUID(0x0199_0000_0000_7000L, 0x8000_0000_0000_0100L).toString());
            store.record(taken, NOON, SOMEBODY, CREATED, renamed("Go"));
            assertThat(create("Chess", 12)).isEqualTo(new CommandOutcome.ConflictingCommand<>(taken, 2));
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(2);
            assertThat(published).isEmpty();
        }
    }

    @Nested
    class Updating {

        @Test
        void isDoneAtTheNextVersionAndAtItsPlaceInTheLog() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            store.record(OTHER, NOON, SOMEBODY, CREATED);
            assertThat(rename(1, "Go")).isEqualTo(new CommandOutcome.Done<>(ID, 2, position(3)));
        }

        @Test
        void recordsWhatChangedAfterTheVersionThatWasRead() {
            store.record(ID, NOON, SOMEBODY, CREATED, renamed("Go"));
            update(2, Optional.of("Go"), Optional.of(20));
            assertThat(store.recorded(CircleStreams.AGGREGATE, ID).getLast())
                    .isEqualTo(new Recorded<>(position(3), givenIds.getFirst(), ID, 3, NOON, METADATA, resized(20)));
            assertThat(store.appends())
                    .singleElement()
                    .satisfies(append ->
                            assertThat(append.first().expectedVersion()).isEqualTo(new ExpectedVersion(2)));
            assertThat(givenIds).hasSize(1);
        }

        @Test
        void tellsThePublisherOnceWithThePositionOfTheEvent() {
            store.record(OTHER, NOON, SOMEBODY, CREATED);
            store.record(ID, NOON, SOMEBODY, CREATED);
            rename(1, "Go");
            assertThat(published).containsExactly(publicationOfLast(3));
        }

        @Test
        void canFollowOnItsOwnOutcome() {
            var created = (CommandOutcome.Done) create("Chess", 12);
            var renamed = (CommandOutcome.Done) rename(created.id(), created.version(), "Go");
            assertThat(rename(renamed.id(), renamed.version(), "Shogi"))
                    .isEqualTo(new CommandOutcome.Done<>(created.id(), 3, position(3)));
            assertThat(published).containsExactly(publicationOfLast(1), publicationOfLast(2), publicationOfLast(3));
        }
    }

    @Nested
    class ChangingNothing {

        @Test
        void isDoneAtTheVersionAndThePositionOfTheLastEventAndRecordsNothing() {
            store.record(ID, NOON, SOMEBODY, CREATED, renamed("Go"));
            store.record(OTHER, NOON, SOMEBODY, CREATED);
            assertThat(update(2, Optional.of("Go"), Optional.of(12)))
                    .isEqualTo(new CommandOutcome.Done<>(ID, 2, position(2)));
            assertNothingRecordedSince(3);
        }

        @Test
        void fromAStaleVersionIsAConflictAllTheSame() {
            store.record(ID, NOON, SOMEBODY, CREATED, renamed("Go"));
            assertThat(rename(1, "Go")).isEqualTo(new CommandOutcome.ConflictingCommand<>(ID, 2));
            assertNothingRecordedSince(2);
        }
    }

    @Nested
    class AnotherVersion {

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2})
        void thatIsStaleIsAConflictThatNamesTheCurrentOne(int stale) {
            store.record(ID, NOON, SOMEBODY, CREATED, renamed("Go"), resized(20));
            assertThat(rename(stale, "Shogi")).isEqualTo(new CommandOutcome.ConflictingCommand<>(ID, 3));
            assertNothingRecordedSince(3);
        }

        @ParameterizedTest
        @ValueSource(ints = {4, 5, Integer.MAX_VALUE})
        void thatNobodyCanHaveReadIsAConflictToo(int future) {
            store.record(ID, NOON, SOMEBODY, CREATED, renamed("Go"), resized(20));
            assertThat(rename(future, "Shogi")).isEqualTo(new CommandOutcome.ConflictingCommand<>(ID, 3));
            assertNothingRecordedSince(3);
        }

        @Test
        void thatOnlyTheStoreSeesIsAConflictAndNotTriedAgain() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            store.beforeAppend(() -> store.record(ID, NOON, SOMEBODY, renamed("Shogi")));
            assertThat(rename(1, "Go")).isEqualTo(new CommandOutcome.ConflictingCommand<>(ID, 2));
            assertThat(store.appends()).hasSize(1);
            assertThat(store.recorded(CircleStreams.AGGREGATE, ID))
                    .extracting(Recorded::event)
                    .containsExactly(CREATED, renamed("Shogi"));
            assertThat(published).isEmpty();
        }

        @Test
        void madeByTheSameChangeOfSomebodyElseIsAConflictToo() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            store.beforeAppend(() -> store.record(ID, NOON, SOMEBODY, renamed("Go")));
            assertThat(rename(1, "Go")).isEqualTo(new CommandOutcome.ConflictingCommand<>(ID, 2));
            assertThat(store.appends()).hasSize(1);
            assertThat(published).isEmpty();
        }

        @Test
        void ofAnotherCircleIsNoConflict() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            store.beforeAppend(() -> store.record(OTHER, NOON, SOMEBODY, CREATED));
            assertThat(rename(1, "Go")).isEqualTo(new CommandOutcome.Done<>(ID, 2, position(3)));
            assertThat(published).containsExactly(publicationOfLast(3));
        }
    }

    @Nested
    class Rejected {

        @Test
        void anUpdateThatNamesNoField() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            assertThat(update(1, Optional.empty(), Optional.empty()))
                    .isEqualTo(new CommandOutcome.RejectedCommand<>(ID, UPDATE_NAMES_NO_FIELD));
            assertNothingRecordedSince(1);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1})
        void anUpdateOfACircleThatNeverWas(int version) {
            store.record(OTHER, NOON, SOMEBODY, CREATED);
            assertThat(rename(version, "Go"))
                    .isEqualTo(new CommandOutcome.RejectedCommand<>(ID, CIRCLE_DOES_NOT_EXIST));
            assertNothingRecordedSince(1);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void anUpdateOfADissolvedCircleWhateverVersionWasRead(int version) {
            store.record(ID, NOON, SOMEBODY, CREATED, DISSOLVED);
            assertThat(rename(version, "Go")).isEqualTo(new CommandOutcome.RejectedCommand<>(ID, CIRCLE_IS_DISSOLVED));
            assertNothingRecordedSince(2);
        }
    }

    @Nested
    class TheTimeOfAnEvent {

        @Test
        void isInWholeMicroseconds() {
            now = Instant.parse("2026-04-01T12:00:00.123456999Z");
            create("Chess", 12);
            assertThat(lastOccurredAt()).isEqualTo(Instant.parse("2026-04-01T12:00:00.123456Z"));
        }

        @Test
        void neverRunsBackwardsWithTheClock() {
            create("Chess", 12);
            now = NOON.minus(Duration.ofHours(1));
            rename(newId(), 1, "Go");
            assertThat(lastOccurredAt()).isEqualTo(NOON);
            now = NOON.minus(Duration.ofMinutes(30));
            rename(newId(), 2, "Shogi");
            assertThat(lastOccurredAt()).isEqualTo(NOON);
        }

        @Test
        void followsTheClockAgainOnceThatHasCaughtUp() {
            create("Chess", 12);
            now = NOON.minusNanos(1_000);
            rename(newId(), 1, "Go");
            assertThat(lastOccurredAt()).isEqualTo(NOON);
            now = NOON.plusNanos(1_000);
            rename(newId(), 2, "Shogi");
            assertThat(lastOccurredAt()).isEqualTo(NOON.plusNanos(1_000));
        }

        @Test
        void isThatOfTheClockForACircleWithoutAPast() {
            store.record(OTHER, NOON, SOMEBODY, CREATED);
            now = NOON.minus(Duration.ofHours(1));
            create("Chess", 12);
            assertThat(lastOccurredAt()).isEqualTo(now);
        }
    }

    @Nested
    class Dissolving {

        @Test
        void isRecordedOnceAndEndsEveryChange() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            assertThat(commands.dissolve(ID, exactly(1), request))
                    .isEqualTo(new CommandOutcome.Done<>(ID, 2, position(2)));
            assertThat(commands.dissolve(ID, exactly(2), request))
                    .isEqualTo(new CommandOutcome.RejectedCommand<>(ID, CircleRejection.CIRCLE_IS_DISSOLVED));
            assertThat(store.recorded(CircleStreams.AGGREGATE).getLast().event())
                    .isEqualTo(DISSOLVED);
        }

        @Test
        void needsTheVersionThatTheCircleHas() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            assertThat(commands.dissolve(ID, exactly(2), request))
                    .isEqualTo(new CommandOutcome.ConflictingCommand<>(ID, 1));
        }
    }
}
