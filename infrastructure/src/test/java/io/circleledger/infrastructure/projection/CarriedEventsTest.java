package io.circleledger.infrastructure.projection;

import static io.circleledger.domain.eventstore.EventMetadata.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.eventstore.LogEntry;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.readmodel.Checkpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarriedEventsTest {

    private static final int CAPACITY = 8;

    private static final CircleId CIRCLE = new CircleId("0199f0a4-1111-7000-8000-000000000001");

    private final CarriedEvents carried = new CarriedEvents(CAPACITY);

    @Test
    void whatFollowsAKnownEventIsHandedOver() {
        add(1, 2, 3);
        assertThat(after(1)).containsExactly(event(2), event(3));
        add(4);
        assertThat(after(3)).containsExactly(event(4));
        assertThat(after(4)).isEmpty();
    }

    @Test
    void whatWasTakenIsForgotten() {
        add(1, 2, 3);
        after(3);
        assertThat(after(1)).isEmpty();
        assertThat(after(2)).isEmpty();
    }

    @Test
    void nothingIsHandedOverPastAGap() {
        add(1, 2, 3, 5);
        assertThat(after(1)).containsExactly(event(2), event(3));
        assertThat(after(3)).isEmpty();
        add(4);
        assertThat(after(3)).containsExactly(event(4), event(5));
    }

    @Test
    void nothingFollowsTheStartNorAnEventThatIsNotKnown() {
        add(1, 2, 3);
        assertThat(carried.after(Checkpoint.START)).isEmpty();
        assertThat(carried.after(new Checkpoint(new GlobalPosition(1), id(9).toString())))
                .isEmpty();
    }

    @Test
    void publicationsInAnyOrderComeToTheSame() {
        add(3);
        add(2);
        assertThat(after(2)).containsExactly(event(3));
        add(5);
        add(4);
        assertThat(after(3)).containsExactly(event(4), event(5));
    }

    @Test
    void aFewEventsBeforeAGapAreLeftToTheLogWhichHasMore() {
        add(1, 2, 4, 5, 6, 7);
        assertThat(after(1)).isEmpty();
    }

    @Test
    void newerEventsTakeThePlacesOfOlderOnes() {
        add(1, 2);
        for (var position = 3; position <= CAPACITY + 1; position++) {
            add(position);
        }
        assertThat(after(1)).isEmpty();
        assertThat(after(2)).hasSize(CAPACITY - 1).endsWith(event(CAPACITY + 1));
        add(CAPACITY + 3);
        assertThat(after(2)).isEmpty();
    }

    /** The log has lost its end from 10 on, and gives those positions again: here, elsewhere, here. */
    @Test
    void afterAStartOverNothingOfALostEndFollows() {
        for (var position = 7; position <= 10; position++) {
            add(position);
        }
        after(10);
        assertThat(carried.after(Checkpoint.START)).isEmpty();
        carried.add(List.of(other(9)));
        carried.add(List.of(other(11)));
        assertThat(carried.after(new Checkpoint(other(9).position(), other(9).eventId())))
                .isEmpty();
    }

    @Test
    void afterAFailureNothingOfALostEndFollows() {
        add(9, 10);
        after(10);
        carried.forgetAll();
        carried.add(List.of(other(11)));
        assertThat(after(10)).isEmpty();
        assertThat(carried.knowsOfMoreThan(new GlobalPosition(10))).isTrue();
    }

    @Test
    void aSecondEventAtAPositionEndsAllThatIsKnown() {
        add(1, 2, 3, 4);
        carried.add(List.of(other(3)));
        assertThat(after(1)).isEmpty();
        carried.add(List.of(other(5), other(6)));
        assertThat(carried.after(new Checkpoint(other(5).position(), other(5).eventId())))
                .containsExactly(other(6));
    }

    @Test
    void theSameEventTwiceChangesNothing() {
        add(1, 2, 2, 1, 3);
        assertThat(after(1)).containsExactly(event(2), event(3));
    }

    /** Whatever is published and whatever is not: what is handed over is the log, from the checkpoint on. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsHandedOverIsTheLog(long seed) {
        var random = new Random(seed);
        var late = new ArrayList<Integer>();
        var checkpoint = 1;
        var head = 1;
        var handedOver = 0;
        for (var i = 0; i < 2_000; i++) {
            if (random.nextInt(3) > 0) {
                head++;
                if (random.nextInt(10) > 0) {
                    late.add(head);
                }
                while (late.size() > random.nextInt(4)) {
                    var next = random.nextInt(Math.min(2, late.size()));
                    add(late.get(next));
                    late.subList(next, next + 1).clear();
                }
            } else {
                var found = after(checkpoint);
                assertThat(found)
                        .as("seed %d, after %d of %d", seed, checkpoint, head)
                        .isEqualTo(events(checkpoint + 1, found.size()));
                handedOver += found.size();
                // An empty hand sends the projection to the log, which may have moved on since.
                checkpoint = found.isEmpty()
                        ? checkpoint + random.nextInt(head - checkpoint + 1)
                        : checkpoint + found.size();
            }
        }
        assertThat(handedOver).isPositive();
    }

    private void add(int... positions) {
        for (var position : positions) {
            carried.add(List.of(event(position)));
        }
    }

    private List<LogEntry> after(int position) {
        return carried.after(
                new Checkpoint(new GlobalPosition(position), id(position).toString()));
    }

    private static List<LogEntry> events(int first, int count) {
        var events = new ArrayList<LogEntry>();
        for (var position = first; position < first + count; position++) {
            events.add(event(position));
        }
        return events;
    }

    private static RecordedEvent event(int position) {
        return new RecordedEvent(
                new GlobalPosition(position),
                id(position),
                CIRCLE,
                position,
                Instant.EPOCH,
                NONE,
                new CircleDissolved());
    }

    /** What stands at a position in the log that took the place of the first. */
    private static RecordedEvent other(int position) {
        return new RecordedEvent(
                new GlobalPosition(position),
                new UUID(2, position),
                CIRCLE,
                position,
                Instant.EPOCH,
                NONE,
                new CircleDissolved());
    }

    private static UUID id(int position) {
        return new UUID(1, position);
    }
}
