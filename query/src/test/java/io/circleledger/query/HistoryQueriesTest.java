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
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.Roster;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.log.Complete;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.AsOf;
import io.ledger.core.read.Blame;
import io.ledger.core.read.Floor;
import io.ledger.core.read.HistoryPage;
import io.ledger.core.read.HistoryQueries;
import io.ledger.core.read.PastAnswer;
import io.ledger.core.read.PositionUnknownException;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.Histories.Entry;
import io.ledger.testkit.InMemoryHistories;
import io.ledger.testkit.InMemoryHistories.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HistoryQueriesTest {

    private static final StreamId CHESS = Circles.stream("01990000-0000-7000-8000-000000000001");
    private static final CircleEvent DISSOLVED = new CircleDissolved();
    private static final GlobalPosition ANY = GlobalPosition.START;
    private static final Instant NINE = Instant.parse("2026-04-01T09:00:00Z");

    private final List<Row<CircleEvent>> log = new ArrayList<>();
    private final InMemoryHistories<Circle, CircleEvent> histories =
            new InMemoryHistories<>(CircleStreams.AGGREGATE, () -> log, () -> position(log.size()));
    private final Floor floor = new Floor(GlobalPosition.START);
    private final HistoryQueries<Circle, CircleEvent> queries =
            new HistoryQueries<>(histories, CircleStreams.PROJECTION, floor);

    /** Each event happens one second after the one before, at the position of its version. */
    private void given(CircleEvent... events) {
        for (var event : events) {
            record(log.size() + 1, new Parsed.Valid<>(event));
        }
    }

    private void record(int version, Parsed<CircleEvent> event) {
        log.add(new Row<>(
                CHESS,
                new Entry<>(
                        position(log.size() + 1L),
                        version,
                        "event-" + version,
                        typeOf(event),
                        NINE.plusSeconds(version),
                        new EventMetadata("mika", "trace", "request"),
                        event)));
    }

    private static String typeOf(Parsed<CircleEvent> event) {
        return event instanceof Parsed.Valid<CircleEvent>(var valid)
                ? CircleStreams.AGGREGATE.events().encode(valid).eventType()
                : "Some";
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

    private static CircleEvent changed(String name, int capacity) {
        return new CircleUpdated(Change.NONE
                .with(CircleDetails.NAME, new CircleName(name))
                .with(CircleDetails.CAPACITY, new Capacity(capacity)));
    }

    private static GlobalPosition position(long value) {
        return new GlobalPosition(value);
    }

    @Nested
    class Blaming {

        private Blame<CircleEvent> blame() {
            return queries.blame(CHESS, ANY).value().orElseThrow();
        }

        private void then(String name, int nameVersion, int capacity, int capacityVersion) {
            var blame = blame();
            assertThat(blame.fields().get("name").value()).isEqualTo(name);
            assertThat(blame.fields().get("name").setBy().version()).isEqualTo(nameVersion);
            assertThat(blame.fields().get("capacity").value()).isEqualTo(capacity);
            assertThat(blame.fields().get("capacity").setBy().version()).isEqualTo(capacityVersion);
            assertThat(blame.version()).isEqualTo(log.size());
        }

        @Test
        void aNewCircleIsAsItsCreationMadeIt() {
            given(created("chess", 10));
            then("chess", 1, 10, 1);
        }

        @Test
        void theLastEventThatSetsAFieldIsNamed() {
            given(created("football", 20), resized(30), changed("baseball", 40));
            then("baseball", 3, 40, 3);
        }

        @Test
        void eachFieldHasAnEventOfItsOwn() {
            given(created("chess", 10), renamed("go"), resized(11), resized(12));
            then("go", 2, 12, 4);
        }

        @Test
        void anEventThatSetsWhatAlreadyWasIsNotNamed() {
            given(created("chess", 10), changed("go", 11), renamed("go"), changed("go", 11));
            then("go", 2, 11, 2);
        }

        @Test
        void aCreationThatSaysTheSameIsNamed() {
            given(created("chess", 10), renamed("chess"), resized(10));
            then("chess", 1, 10, 1);
        }

        @Test
        void aValueThatComesBackIsFromItsReturn() {
            given(created("chess", 10), renamed("go"), renamed("chess"));
            then("chess", 3, 10, 1);
        }

        @Test
        void aDissolvedCircleHasItsLastValuesAndItsEnd() {
            given(created("chess", 10), renamed("go"), DISSOLVED);
            then("go", 2, 10, 1);
            assertThat(blame().hidden().orElseThrow().version()).isEqualTo(3);
        }

        @Test
        void aLongHistoryIsReadNoFurtherThanItTakes() {
            given(created("chess", 10));
            for (var version = 2; version < 10_000; version++) {
                given(resized(3 + version));
            }
            given(changed("go", 20_000));
            then("go", 10_000, 20_000, 10_000);
            assertThat(histories.entriesRead()).isEqualTo(HistoryQueries.BLAME_PAGE);
        }

        @Test
        void aFieldThatWasSetLongAgoIsLookedForToTheStart() {
            given(created("chess", 10));
            for (var version = 2; version <= 1_000; version++) {
                given(resized(3 + version));
            }
            then("chess", 1, 1_003, 1_000);
            assertThat(histories.entriesRead()).isEqualTo(1_000);
        }

        @Test
        void aLongRunOfTheSameIsFollowedToWhereItBegan() {
            given(created("chess", 10), changed("go", 11));
            for (var version = 3; version <= 350; version++) {
                given(changed("go", 11));
            }
            then("go", 2, 11, 2);
        }

        @Test
        void aCircleThatNeverWasHasNoBlame() {
            assertThat(queries.blame(CHESS, ANY)).isEqualTo(new Complete<>(position(0), Optional.empty()));
        }

        private void thenCorruptAt(int version) {
            assertThatExceptionOfType(CorruptStreamException.class)
                    .isThrownBy(this::blame)
                    .satisfies(corrupt -> assertThat(corrupt.version()).isEqualTo(version));
        }

        @Test
        void whatCannotBeReadMayHaveSetAnything() {
            given(created("chess", 10));
            record(2, new Parsed.Invalid<>("broken"));
            given(resized(12));
            thenCorruptAt(2);
        }

        @Test
        void whatLiesBelowTheAnswerIsNeededToTellIt() {
            given(created("chess", 10));
            record(2, new Parsed.Invalid<>("broken"));
            given(changed("go", 12), changed("shogi", 13));
            thenCorruptAt(2);
        }

        @Test
        void aMissingEventIsNoticed() {
            given(created("chess", 10));
            record(3, new Parsed.Valid<>(resized(12)));
            thenCorruptAt(2);
        }

        @Test
        void aMissingBeginningIsNoticed() {
            record(2, new Parsed.Valid<>(resized(12)));
            thenCorruptAt(1);
        }

        @Test
        void aHistoryThatBeginsTwiceIsNoticed() {
            given(created("chess", 10), created("go", 11));
            thenCorruptAt(2);
        }

        @Test
        void aHistoryThatDoesNotBeginIsNoticed() {
            given(resized(10));
            thenCorruptAt(1);
        }

        @Test
        void aHistoryThatGoesOnAfterItsEndIsNoticed() {
            given(created("chess", 10), DISSOLVED, resized(11));
            thenCorruptAt(3);
        }
    }

    @Nested
    class Paging {

        private HistoryPage<CircleEvent> page(int after, int limit) {
            return queries.events(CHESS, after, limit, ANY).value().orElseThrow();
        }

        @Test
        void aPageThatIsFollowedByAnotherNeverChanges() {
            given(created("chess", 10), resized(11), resized(12));
            assertThat(page(0, 2).next()).isEqualTo(OptionalInt.of(2));
            assertThat(page(0, 2).isFinal()).isTrue();
        }

        @Test
        void theLastPageMayGetALinkAndEntries() {
            given(created("chess", 10), resized(11));
            for (var last : List.of(page(0, 2), page(0, 3), page(2, 2))) {
                assertThat(last.next()).isEmpty();
                assertThat(last.isFinal()).isFalse();
            }
            assertThat(page(2, 2).entries()).isEmpty();
        }

        @Test
        void aPageThatSomebodyWillMendIsNotFinal() {
            given(created("chess", 10));
            record(2, new Parsed.Invalid<>("broken"));
            given(resized(12));
            record(5, new Parsed.Valid<>(resized(13)));
            record(6, new Parsed.Valid<>(resized(14)));
            assertThat(page(0, 1).isFinal()).isTrue();
            assertThat(page(0, 2).isFinal()).isFalse();
            assertThat(page(2, 1).isFinal()).isTrue();
            assertThat(page(2, 2).isFinal()).isFalse();
        }

        @Test
        void aCircleThatNeverWasHasNoPage() {
            assertThat(queries.events(CHESS, 0, 10, ANY)).isEqualTo(new Complete<>(position(0), Optional.empty()));
        }
    }

    @Nested
    class Past {

        private PastAnswer<Circle> at(int version) {
            return queries.find(CHESS, new AsOf.Version(version), ANY);
        }

        private PastAnswer<Circle> at(Instant time) {
            return queries.find(CHESS, new AsOf.Time(time), ANY);
        }

        private static PastAnswer<Circle> past(Histories.Past<Circle> past) {
            return new PastAnswer<>(past, false);
        }

        private static void assertLived(
                PastAnswer<Circle> answer, int head, String name, int capacity, int version, boolean isFinal) {
            assertState(
                    answer,
                    head,
                    Circle.of(CircleDetails.of(new CircleName(name), new Capacity(capacity)), version),
                    version,
                    isFinal);
        }

        private static Circle dissolved() {
            var details = CircleDetails.of(new CircleName("chess"), new Capacity(10));
            return new Circle(details, CircleStatus.DISSOLVED, Optional.empty(), Roster.EMPTY, 2);
        }

        private static void assertState(
                PastAnswer<Circle> answer, int head, Circle circle, int version, boolean isFinal) {
            assertThat(answer.isFinal()).isEqualTo(isFinal);
            assertThat(answer.past()).isInstanceOfSatisfying(Histories.Past.State.class, state -> {
                assertThat(state.head()).isEqualTo(position(head));
                assertThat(state.then().state()).isEqualTo(circle);
                assertThat(state.then().version()).isEqualTo(version);
            });
        }

        @Test
        void aVersionIsFinalAndSoIsATimeThatIsOver() {
            given(created("chess", 10), renamed("go"));
            assertLived(at(1), 2, "chess", 10, 1, true);
            assertLived(at(2), 2, "go", 10, 2, true);
            assertLived(at(NINE.plusMillis(1_999)), 2, "chess", 10, 1, true);
            assertLived(at(NINE.plusSeconds(2)), 2, "go", 10, 2, false);
        }

        @Test
        void aCircleIsNotThereBeforeItsCreationNorAfterItsEnd() {
            given(created("chess", 10), DISSOLVED);
            assertThat(at(NINE)).isEqualTo(past(new Histories.Past.NotCreatedYet<>(position(2), NINE.plusSeconds(1))));
            assertLived(at(NINE.plusSeconds(1)), 2, "chess", 10, 1, true);
            assertState(at(NINE.plusSeconds(2)), 2, dissolved(), 2, false);
            assertState(at(2), 2, dissolved(), 2, true);
            assertThat(at(3)).isEqualTo(past(new Histories.Past.NotReached<>(position(2), 2)));
        }

        @Test
        void aCircleThatNeverWasHasNoPast() {
            assertThat(at(1)).isEqualTo(past(new Histories.Past.Unknown<>(position(0))));
            assertThat(at(NINE)).isEqualTo(past(new Histories.Past.Unknown<>(position(0))));
        }
    }

    @Nested
    class Completeness {

        @Test
        void aPositionBeyondTheLogCannotBeIncluded() {
            given(created("chess", 10));
            var beyond = position(2);
            assertThatExceptionOfType(PositionUnknownException.class)
                    .isThrownBy(() -> queries.events(CHESS, 0, 1, beyond));
            assertThatExceptionOfType(PositionUnknownException.class)
                    .isThrownBy(() -> queries.find(CHESS, new AsOf.Version(1), beyond));
            assertThatExceptionOfType(PositionUnknownException.class).isThrownBy(() -> queries.blame(CHESS, beyond));
        }

        @Test
        void whatAHistoryHasShownStaysInLaterAnswers() {
            given(created("chess", 10), resized(11), resized(12));
            var unused = queries.events(CHESS, 0, 1, ANY);
            assertThat(floor.position()).isEqualTo(position(1));
            unused = queries.events(CHESS, 1, 1, ANY);
            assertThat(floor.position()).isEqualTo(position(2));
            assertThat(queries.find(CHESS, new AsOf.Version(1), ANY)).isNotNull();
            assertThat(floor.position()).isEqualTo(position(2));
            assertThat(queries.blame(CHESS, ANY).value()).isPresent();
            assertThat(floor.position()).isEqualTo(position(3));
            assertThat(unused.completeTo()).isEqualTo(position(3));
        }
    }
}
