package io.ledger.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TopicMergeTest {

    private static final int EVENTS = 400;

    private static TopicEvent event(long position, int partition, long offset) {
        var stored = new StoredEvent(
                new GlobalPosition(position),
                "event " + position,
                "counter",
                "stream",
                1,
                "Added",
                1,
                "{}",
                Instant.EPOCH,
                EventMetadata.NONE,
                Optional.empty());
        return new TopicEvent(position, partition, offset, 1, Optional.of(stored));
    }

    private static List<Long> positions(TopicMerge merge) {
        return merge.run(EVENTS).stream().map(TopicEvent::position).toList();
    }

    @Test
    void whatFollowsComesOnlyAfterWhatIsBeforeIt() {
        var merge = new TopicMerge(List.of(0L, 0L), 1);

        merge.add(event(2, 0, 0));
        assertThat(positions(merge)).isEmpty();
        assertThat(merge.isGap()).as("the other partition may have it").isFalse();

        merge.add(event(1, 1, 0));
        assertThat(positions(merge)).containsExactly(1L, 2L);
        assertThat(merge.hasWaiting()).isFalse();
    }

    @Test
    void whatAllPartitionsHaveGonePastIsMissing() {
        var merge = new TopicMerge(List.of(0L, 0L), 1);

        merge.add(event(2, 0, 0));
        merge.add(event(3, 1, 0));

        assertThat(merge.isGap()).isTrue();
        assertThat(merge.want(2)).isTrue();
        assertThat(merge.isGap()).isFalse();
        assertThat(positions(merge)).containsExactly(2L, 3L);
        assertThat(merge.want(1)).as("that was forgotten").isFalse();
    }

    /** Partitions in any order give the log, and whoever goes on from a place misses nothing. */
    @RepeatedTest(50)
    void anyOrderGivesTheLogAndAnyPlaceTheRestOfIt(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var partitions = new ArrayList<List<TopicEvent>>();
        var count = 1 + random.nextInt(6);
        for (var partition = 0; partition < count; partition++) {
            partitions.add(new ArrayList<>());
        }
        var offsets = new long[count];
        for (var position = 1; position <= EVENTS; position++) {
            var partition = random.nextInt(count);
            offsets[partition] += random.nextInt(3);
            partitions.get(partition).add(event(position, partition, offsets[partition]++));
        }

        var merge = new TopicMerge(Collections.nCopies(count, 0L), 1);
        var read = new ArrayList<Long>();
        read(partitions, Collections.nCopies(count, 0L), merge, random, read, 1, 1 + random.nextInt(EVENTS));
        var reached = read.getLast();
        var place = merge.offsetsAt(reached);

        var next = new TopicMerge(place, reached);
        read.removeLast();
        read(partitions, place, next, random, read, reached, EVENTS);
        assertThat(read).isEqualTo(LongStream.rangeClosed(1, EVENTS).boxed().toList());
    }

    /** Reads from these offsets on, partition by partition as it happens, up to a position. */
    private static void read(
            List<List<TopicEvent>> partitions,
            List<Long> from,
            TopicMerge merge,
            Random random,
            List<Long> read,
            long first,
            long last) {
        List<Deque<TopicEvent>> left = new ArrayList<>();
        for (var partition = 0; partition < partitions.size(); partition++) {
            var start = from.get(partition);
            left.add(new ArrayDeque<>(partitions.get(partition).stream()
                    .filter(event -> event.offset() >= start)
                    .toList()));
        }
        var wanted = first;
        while (wanted <= last) {
            var some = left.get(random.nextInt(left.size()));
            for (var i = random.nextInt(20); i > 0 && !some.isEmpty(); i--) {
                merge.add(some.removeFirst());
            }
            for (var event : merge.run(1 + random.nextInt(30))) {
                if (event.position() >= wanted && event.position() <= last) {
                    assertThat(event.position()).isEqualTo(wanted++);
                    read.add(event.position());
                }
            }
            assertThat(merge.isGap()).isFalse();
            if (wanted > 1) {
                assertThat(merge.want(Math.max(first, wanted - 1))).isTrue();
            }
        }
    }
}
