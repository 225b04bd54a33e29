package io.circleledger.command;

import static io.circleledger.domain.circle.CircleRejection.CIRCLE_DOES_NOT_EXIST;
import static io.circleledger.domain.circle.CircleRejection.CIRCLE_IS_DISSOLVED;
import static io.circleledger.domain.circle.CircleRejection.UPDATE_NAMES_NO_FIELD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Circles;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StoreUnavailableException.Unavailability;
import io.ledger.core.StreamId;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.CommandLimits;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.log.Complete;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.LogPlace;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.core.stream.RecentStates;
import io.ledger.testkit.InMemoryLog;
import io.ledger.testkit.RememberedStates;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircleCommandsTest {

    private static final StreamId ID = Circles.stream("01990000-0000-7000-8000-000000000001");
    private static final StreamId OTHER = Circles.stream("01990000-0000-7000-8000-000000000002");
    private static final EventMetadata METADATA = new EventMetadata("staff", "correlation", "causation");
    private static final Instant NOON = Instant.parse("2026-04-01T12:00:00.123456Z");

    private static final EventMetadata SOMEBODY = new EventMetadata("somebody", "else", "else");

    private static final CircleEvent CREATED =
            new CircleCreated(CircleDetails.of(new CircleName("Chess"), new Capacity(12)));
    private static final CircleEvent DISSOLVED = new CircleDissolved();

    /** A publication, and the log as it was when it was made. */
    private record Publication(LogPlace last, List<Recorded<CircleEvent>> log) {}

    private final InMemoryLog store = new InMemoryLog();
    private final EventStore<Circle> events = store.store(CircleStreams.AGGREGATE);
    private final List<Publication> published = new ArrayList<>();
    private final List<UUID> givenIds = new ArrayList<>();
    private Instant now = NOON;
    private Request request = new Request(METADATA, Optional.empty());
    private final RememberedStates<Circle> recent = new RememberedStates<>();
    private final CircleCommands commands = new CircleCommands(new CommandHandler<>(
            CircleStreams.AGGREGATE,
            new CircleFingerprint(),
            events,
            recent,
            store,
            last -> published.add(new Publication(last, store.recorded(CircleStreams.AGGREGATE))),
            this::nextId,
            () -> now));

    /** That of the last event of a log that had so many. */
    private Publication publicationOfLast(int logged) {
        var log = store.recorded(CircleStreams.AGGREGATE).subList(0, logged);
        return new Publication(
                new LogPlace(log.getLast().position(), log.getLast().eventId()), log);
    }

    private static Precondition exactly(int version) {
        return new Precondition.Exactly(new ExpectedVersion(version));
    }

    private UUID nextId() {
        var id = new UUID(0x0199_0000_0000_7000L, 0x8000_0000_0000_0100L + givenIds.size());
        givenIds.add(id);
        return id;
    }

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
    class BrokenMachinery {

        private final StoreUnavailableException down =
                StoreUnavailableException.of("event store", new IllegalStateException("no connection"));

        @Test
        void aStoreThatIsDownIsToldWhenItIsRead() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            store.takeDown(down);
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> rename(1, "Go"))
                    .isSameAs(down);
            assertNothingRecordedSince(1);
        }

        @Test
        void aStoreThatGoesDownBeforeTheAppendIsToldAndNothingIsTriedAgain() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            store.beforeAppend(() -> store.takeDown(down));
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> rename(1, "Go"))
                    .isSameAs(down);
            assertThat(store.appends()).hasSize(1);
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(1);
            assertThat(published).isEmpty();
        }

        @Test
        void aCreationThatTheStoreCannotTakeIsToldToo() {
            store.takeDown(down);
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> create("Chess", 12))
                    .isSameAs(down);
            assertThat(published).isEmpty();
        }

        @Test
        void anAnswerThatNeverCameIsToldAsUnknownEvenThoughTheEventIsThere() {
            var lost = StoreUnavailableException.outcomeUnknown(
                    "event store", new IllegalStateException("connection lost"));
            store.record(ID, NOON, SOMEBODY, CREATED);
            store.afterAppend(() -> {
                throw lost;
            });
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> rename(1, "Go"))
                    .isSameAs(lost)
                    .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Unavailability.OUTCOME_UNKNOWN));
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(2);
            assertThat(published).isEmpty();
        }

        @Test
        void aCorruptHistoryIsToldAndTakesNoChange() {
            store.record(ID, NOON, SOMEBODY, CREATED, CREATED);
            assertThatExceptionOfType(CorruptStreamException.class)
                    .isThrownBy(() -> rename(2, "Go"))
                    .satisfies(corrupt -> {
                        assertThat(corrupt.stream().id()).isEqualTo(ID.id());
                        assertThat(corrupt.version()).isEqualTo(2);
                    });
            assertNothingRecordedSince(2);
        }
    }

    @Nested
    class WithAnIdempotencyKey {

        private void key(String key) {
            key(METADATA.actor(), key);
        }

        private void key(String actor, String key) {
            request = new Request(METADATA, Optional.of(new IdempotencyKey(actor, key)));
        }

        @Test
        void theSameKeyFromAnotherCallerIsAnotherKey() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            key("mika", "a");
            var first = create("Chess", 12);
            key("ken", "a");
            var second = create("Chess", 12);
            assertThat(second).isInstanceOf(CommandOutcome.Done.class).isNotEqualTo(first);
            assertThat(rename(1, "Go")).isEqualTo(new CommandOutcome.KeyReused<>());
            key("mika", "a");
            assertThat(create("Chess", 12)).isEqualTo(first);
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(3);
        }

        @Test
        void aRequestOfAnotherCallerUnderTheSameKeyNeedNotWait() {
            key("mika", "a");
            var inTheMiddle = new ArrayList<CommandOutcome<CircleRejection>>();
            store.beforeAppend(() -> {
                store.beforeAppend(() -> {});
                key("ken", "a");
                inTheMiddle.add(create("Chess", 12));
            });
            create("Chess", 12);
            assertThat(inTheMiddle).hasOnlyElementsOfType(CommandOutcome.Done.class);
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(2);
        }

        @Test
        void theSameCreationIsDoneOnceAndAnsweredAsTheFirstTime() {
            key("a");
            var first = create("Chess", 12);
            store.record(OTHER, NOON, SOMEBODY, CREATED);
            assertThat(create("Chess", 12)).isEqualTo(first);
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(2);
            assertThat(published).hasSize(1);
        }

        @Test
        void theSameChangeIsAnsweredAsTheFirstTimeThoughTheCircleHasMovedOn() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            key("a");
            var first = rename(1, "Go");
            key("b");
            rename(2, "Shogi");
            key("a");
            assertThat(rename(1, "Go")).isEqualTo(first).isEqualTo(new CommandOutcome.Done<>(ID, 2, position(2)));
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(3);
        }

        @Test
        void aChangeThatChangedNothingIsRememberedToo() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            key("a");
            var first = rename(1, "Chess");
            key("b");
            rename(1, "Go");
            key("a");
            assertThat(rename(1, "Chess")).isEqualTo(first).isEqualTo(new CommandOutcome.Done<>(ID, 1, position(1)));
        }

        @Test
        void anotherRequestUnderTheSameKeyIsRefused() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            key("a");
            rename(1, "Go");
            assertThat(rename(1, "Shogi")).isEqualTo(new CommandOutcome.KeyReused<>());
            assertThat(rename(2, "Go")).isEqualTo(new CommandOutcome.KeyReused<>());
            assertThat(update(1, Optional.of("Go"), Optional.of(13))).isEqualTo(new CommandOutcome.KeyReused<>());
            assertThat(rename(OTHER, 1, "Go")).isEqualTo(new CommandOutcome.KeyReused<>());
            assertThat(create("Go", 12)).isEqualTo(new CommandOutcome.KeyReused<>());
            assertThat(commands.dissolve(ID, exactly(1), request)).isEqualTo(new CommandOutcome.KeyReused<>());
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(2);
        }

        @Test
        void aRefusedRequestIsTriedAfresh() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            key("a");
            assertThat(rename(2, "Go")).isEqualTo(new CommandOutcome.ConflictingCommand<>(ID, 1));
            store.record(ID, NOON, SOMEBODY, renamed("Shogi"));
            assertThat(rename(2, "Go")).isEqualTo(new CommandOutcome.Done<>(ID, 3, position(3)));
        }

        @Test
        void theSameRequestInTheMiddleOfTheFirstIsToldToWait() {
            key("a");
            var inTheMiddle = new ArrayList<CommandOutcome<CircleRejection>>();
            store.beforeAppend(() -> {
                store.beforeAppend(() -> {});
                inTheMiddle.add(create("Chess", 12));
            });
            create("Chess", 12);
            assertThat(inTheMiddle).containsExactly(new CommandOutcome.InProgress<>());
            assertThat(create("Chess", 12)).isInstanceOf(CommandOutcome.Done.class);
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(1);
        }

        @Test
        void theSameRequestAtAnotherServerMeanwhileGivesThatOnesAnswer() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            key("a");
            var elsewhere = new CircleCommands(new CommandHandler<>(
                    CircleStreams.AGGREGATE,
                    new CircleFingerprint(),
                    events,
                    RecentStates.none(),
                    store,
                    _ -> {},
                    CircleCommandsTest.this::nextId,
                    () -> now));
            var first = new ArrayList<CommandOutcome<CircleRejection>>();
            store.beforeAppend(() -> {
                store.beforeAppend(() -> {});
                first.add(elsewhere.dissolve(ID, exactly(1), request));
            });
            assertThat(commands.dissolve(ID, exactly(1), request)).isEqualTo(first.getFirst());
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(2);
        }

        @Test
        void aFailedRequestLetsGoOfItsKey() {
            key("a");
            store.takeDown(StoreUnavailableException.of("database", new IOException("down")));
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> create("Chess", 12));
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> create("Chess", 12));
        }
    }

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

    private CommandOutcome<CircleRejection> create(String name, int capacity) {
        return commands.create(CircleDetails.of(new CircleName(name), new Capacity(capacity)), request);
    }

    private CommandOutcome<CircleRejection> rename(int version, String name) {
        return rename(ID, version, name);
    }

    private CommandOutcome<CircleRejection> rename(StreamId id, int version, String name) {
        return commands.update(
                id, exactly(version), Change.NONE.with(CircleDetails.NAME, new CircleName(name)), request);
    }

    private CommandOutcome<CircleRejection> update(int version, Optional<String> name, Optional<Integer> capacity) {
        return commands.update(ID, exactly(version), change(name, capacity), request);
    }

    private static Change change(Optional<String> name, Optional<Integer> capacity) {
        var named = name.map(text -> Change.NONE.with(CircleDetails.NAME, new CircleName(text)))
                .orElse(Change.NONE);
        return capacity.map(number -> named.with(CircleDetails.CAPACITY, new Capacity(number)))
                .orElse(named);
    }

    private void assertNothingRecordedSince(int logged) {
        assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(logged);
        assertThat(store.appends()).isEmpty();
        assertThat(published).isEmpty();
    }

    private Instant lastOccurredAt() {
        return store.recorded(CircleStreams.AGGREGATE).getLast().occurredAt();
    }

    /** The id of the first circle created here. */
    private StreamId newId() {
        return Circles.stream(givenIds.getFirst());
    }

    private static CircleEvent renamed(String name) {
        return new CircleUpdated(Change.NONE.with(CircleDetails.NAME, new CircleName(name)));
    }

    private static CircleEvent resized(int capacity) {
        return new CircleUpdated(Change.NONE.with(CircleDetails.CAPACITY, new Capacity(capacity)));
    }

    private static GlobalPosition position(long value) {
        return new GlobalPosition(value);
    }
}
