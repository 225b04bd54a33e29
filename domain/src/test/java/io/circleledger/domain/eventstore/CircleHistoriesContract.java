package io.circleledger.domain.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.Histories.Entry;
import io.ledger.core.stream.Histories.HistorySlice;
import io.ledger.core.stream.Histories.Past;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.stream.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every reader of histories promises, whatever it reads them from. */
public abstract class CircleHistoriesContract {

    private static final StreamId CHESS = Circles.stream("01990000-0000-7000-8000-000000000001");
    private static final StreamId GO = Circles.stream("01990000-0000-7000-8000-000000000002");
    private static final Instant NINE = Instant.parse("2026-04-01T09:00:00.123456Z");
    private static final EventMetadata METADATA = new EventMetadata("mika", "trace-1", "request-1");

    /** The histories in an empty log. */
    protected abstract Histories<Circle, CircleEvent> histories();

    /** Records one event at the end of that log, as the circle's next version. */
    protected abstract void record(StreamId id, NewEvent<CircleEvent> event);

    private int recorded;

    private NewEvent<CircleEvent> given(StreamId id, Instant time, CircleEvent event) {
        var recording = new NewEvent<>(new UUID(7, ++recorded), time, METADATA, event);
        record(id, recording);
        return recording;
    }

    /** Chess with versions 1 to {@code last}, each a second after the one before, capacity 10 + version. */
    private void grown(int last) {
        given(CHESS, NINE.plusSeconds(1), created("chess", 11));
        for (var version = 2; version <= last; version++) {
            given(CHESS, NINE.plusSeconds(version), resized(10 + version));
        }
    }

    private static CircleEvent created(String name, int capacity) {
        return new CircleCreated(CircleDetails.of(new CircleName(name), new Capacity(capacity)));
    }

    private static CircleEvent resized(int capacity) {
        return new CircleUpdated(Change.NONE.with(CircleDetails.CAPACITY, new Capacity(capacity)));
    }

    private static Circle chess(int version) {
        return Circle.of(CircleDetails.of(new CircleName("chess"), new Capacity(10 + version)), version);
    }

    /** Chess as it was, when its history began at a place and the event of that version is at another. */
    private static Versioned<Circle> then(int version, Circle state, long createdAt, long position, Instant time) {
        // Events are recorded one by one, so an event's number is its place.
        var eventId = new UUID(7, position).toString();
        return new Versioned<>(CHESS, version, state, position(createdAt), position(position), time, eventId);
    }

    private static GlobalPosition position(long value) {
        return new GlobalPosition(value);
    }

    private static List<Integer> versions(HistorySlice<CircleEvent> page) {
        return page.entries().stream().map(Entry::version).toList();
    }

    @Test
    void anEntryIsGivenBackAsItWasRecorded() {
        given(GO, NINE, created("go", 9));
        var event = given(CHESS, NINE, created("テニス \"club\" 👩‍👩‍👧", 11));

        assertThat(histories().after(CHESS, 0, 10))
                .isEqualTo(new HistorySlice<>(
                        position(2),
                        1,
                        List.of(new Entry<>(
                                position(2),
                                1,
                                event.id().toString(),
                                "CircleCreated",
                                NINE,
                                METADATA,
                                new Parsed.Valid<>(event.event())))));
    }

    @Test
    void aHistoryIsReadForwardsInPages() {
        grown(7);
        given(GO, NINE, created("go", 9));

        var page = histories().after(CHESS, 2, 3);

        assertThat(versions(page)).containsExactly(3, 4, 5);
        assertThat(page.currentVersion()).isEqualTo(7);
        assertThat(page.head()).isEqualTo(position(8));
        assertThat(versions(histories().after(CHESS, 5, 3))).containsExactly(6, 7);
        assertThat(histories().after(CHESS, 7, 3)).isEqualTo(new HistorySlice<>(position(8), 7, List.of()));
    }

    @Test
    void aHistoryIsReadBackwardsInPages() {
        grown(7);
        given(GO, NINE, created("go", 9));

        var page = histories().before(CHESS, Integer.MAX_VALUE, 3);

        assertThat(versions(page)).containsExactly(7, 6, 5);
        assertThat(page.currentVersion()).isEqualTo(7);
        assertThat(page.head()).isEqualTo(position(8));
        assertThat(versions(histories().before(CHESS, 3, 3))).containsExactly(2, 1);
        assertThat(histories().before(CHESS, 1, 3)).isEqualTo(new HistorySlice<>(position(8), 7, List.of()));
    }

    @Test
    void aHistoryThatIsNotThereIsEmptyInTheLogAsFarAsItGoes() {
        given(GO, NINE, created("go", 9));

        assertThat(histories().after(CHESS, 0, 3)).isEqualTo(new HistorySlice<>(position(1), 0, List.of()));
        assertThat(histories().before(CHESS, Integer.MAX_VALUE, 3))
                .isEqualTo(new HistorySlice<>(position(1), 0, List.of()));
        assertThat(histories().atVersion(CHESS, 1)).isEqualTo(new Past.Unknown<>(position(1)));
        assertThat(histories().atTime(CHESS, NINE)).isEqualTo(new Past.Unknown<>(position(1)));
    }

    @Test
    void aPageHasALimit() {
        assertThatThrownBy(() -> histories().after(CHESS, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> histories().before(CHESS, 1, Histories.MAX_PAGE + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> histories().atVersion(CHESS, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyVersionIsFoundAsItWas() {
        given(GO, NINE, created("go", 9));
        grown(13);

        for (var version = 1; version <= 13; version++) {
            assertThat(histories().atVersion(CHESS, version))
                    .isEqualTo(new Past.State<>(
                            position(14),
                            then(version, chess(version), 2, version + 1L, NINE.plusSeconds(version)),
                            13));
        }
        assertThat(histories().atVersion(CHESS, 14)).isEqualTo(new Past.NotReached<>(position(14), 13));
        assertThat(histories().atVersion(CHESS, Integer.MAX_VALUE)).isEqualTo(new Past.NotReached<>(position(14), 13));
    }

    @Test
    void everyTimeIsThatOfTheLastEventBeforeIt() {
        grown(13);

        for (var version = 1; version <= 13; version++) {
            var state = new Past.State<>(
                    position(13), then(version, chess(version), 1, version, NINE.plusSeconds(version)), 13);
            assertThat(histories().atTime(CHESS, NINE.plusSeconds(version))).isEqualTo(state);
            assertThat(histories().atTime(CHESS, NINE.plusSeconds(version).plusMillis(999)))
                    .isEqualTo(state);
        }
        assertThat(histories().atTime(CHESS, Instant.MAX))
                .isEqualTo(new Past.State<>(position(13), then(13, chess(13), 1, 13, NINE.plusSeconds(13)), 13));
        assertThat(histories().atTime(CHESS, NINE.plusSeconds(1).minusNanos(1)))
                .isEqualTo(new Past.NotCreatedYet<>(position(13), NINE.plusSeconds(1)));
        assertThat(histories().atTime(CHESS, Instant.MIN))
                .isEqualTo(new Past.NotCreatedYet<>(position(13), NINE.plusSeconds(1)));
    }

    @Test
    void ofEventsAtOneTimeTheLastCounts() {
        given(CHESS, NINE, created("chess", 11));
        given(CHESS, NINE, resized(12));
        given(CHESS, NINE, resized(13));
        given(CHESS, NINE.plusSeconds(1), resized(14));

        assertThat(histories().atTime(CHESS, NINE))
                .isEqualTo(new Past.State<>(position(4), then(3, chess(3), 1, 3, NINE), 4));
    }

    @Test
    void aDissolvedCircleHasItsPast() {
        grown(2);
        given(CHESS, NINE.plusSeconds(3), new CircleDissolved());
        var end = then(
                3,
                new Circle(
                        CircleDetails.of(new CircleName("chess"), new Capacity(12)),
                        CircleStatus.DISSOLVED,
                        Optional.empty(),
                        Roster.EMPTY,
                        3),
                1,
                3,
                NINE.plusSeconds(3));

        assertThat(histories().atVersion(CHESS, 2))
                .isEqualTo(new Past.State<>(position(3), then(2, chess(2), 1, 2, NINE.plusSeconds(2)), 3));
        assertThat(histories().atVersion(CHESS, 3)).isEqualTo(new Past.State<>(position(3), end, 3));
        assertThat(histories().atTime(CHESS, NINE.plusSeconds(9))).isEqualTo(new Past.State<>(position(3), end, 3));
    }
}
