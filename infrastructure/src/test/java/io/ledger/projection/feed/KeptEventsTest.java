package io.ledger.projection.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.feed.FeedFilter;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.projection.feed.KeptEvents.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class KeptEventsTest {

    private static final FeedFilter EVEN = new FeedFilter(Optional.empty(), Set.of("even"));

    private static LogPlace place(long position) {
        return new LogPlace(new GlobalPosition(position), "event " + position);
    }

    private static Frame frame(long position, int size) {
        var bytes = new byte[size];
        bytes[0] = (byte) position;
        return new Frame(place(position), "circle", position % 2 == 0 ? "even" : "odd", bytes);
    }

    /** An event of the model: where it is and how large. */
    private record Event(long position, int size) {}

    @RepeatedTest(50)
    void what_is_kept_is_the_end_of_what_was_added(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var maxEvents = 1 + random.nextInt(12);
        var maxBytes = 1 + random.nextInt(100);
        var kept = new KeptEvents(maxEvents, maxBytes);
        var start = random.nextLong(1_000);
        kept.restart(place(start));
        var all = new ArrayList<Event>();
        var position = start;

        for (var step = 0; step < 60; step++) {
            var frames = new ArrayList<Frame>();
            for (var i = random.nextInt(8); i > 0; i--) {
                // A position may be missing in a log that somebody has meddled with.
                position += 1 + random.nextInt(2);
                var size = 1 + random.nextInt(30);
                frames.add(frame(position, size));
                all.add(new Event(position, size));
            }
            position += random.nextInt(2);
            kept.add(frames, place(position));

            var expected = endOf(all, maxEvents, maxBytes);
            var forgotten = all.size() - expected.size();
            var floor = forgotten == 0 ? start : all.get(forgotten - 1).position();
            assertThat(kept.floor()).isEqualTo(place(floor));
            assertThat(kept.upTo()).isEqualTo(place(position));
            assertKnows(kept, floor, position, expected);
            assertHears(kept, floor + random.nextLong(position - floor + 1), expected, random);
        }
    }

    private static void assertKnows(KeptEvents kept, long floor, long upTo, List<Event> expected) {
        for (var position = floor - 1; position <= upTo + 1; position++) {
            var here = position;
            var isKnown = position == floor
                    || position == upTo
                    || expected.stream().anyMatch(event -> event.position() == here);
            assertThat(kept.at(new GlobalPosition(Math.max(0, position))))
                    .isEqualTo(isKnown ? Optional.of(place(position)) : Optional.empty());
        }
    }

    /** As many of the last as there is room for, and the very last in any case. */
    private static List<Event> endOf(List<Event> all, int maxEvents, int maxBytes) {
        var from = all.size();
        var bytes = 0;
        while (from > 0
                && all.size() - from < maxEvents
                && (from == all.size() || bytes + all.get(from - 1).size() <= maxBytes)) {
            bytes += all.get(--from).size();
        }
        return all.subList(from, all.size());
    }

    private static void assertHears(KeptEvents kept, long after, List<Event> expected, Random random) {
        var filter = random.nextBoolean() ? FeedFilter.ALL : EVEN;
        var limit = 1 + random.nextInt(6);
        var heard = new ArrayList<byte[]>();
        var upTo = kept.after(place(after), filter, limit, heard);

        var wanted = expected.stream()
                .map(Event::position)
                .filter(position -> position > after && filter.takes("circle", position % 2 == 0 ? "even" : "odd"))
                .limit(limit)
                .toList();
        assertThat(heard.stream().map(bytes -> bytes[0]))
                .containsExactlyElementsOf(wanted.stream().map(Long::byteValue).toList());
        assertThat(upTo).isEqualTo(wanted.size() == limit ? place(wanted.getLast()) : kept.upTo());
    }

    @Test
    void a_place_that_is_ahead_of_the_reader_is_not_taken_back() {
        var kept = new KeptEvents(4, 100);
        kept.restart(place(10));
        assertThat(kept.after(place(12), FeedFilter.ALL, 5, new ArrayList<>())).isEqualTo(place(12));
    }

    @Test
    void a_restart_forgets_everything() {
        var kept = new KeptEvents(4, 100);
        kept.add(List.of(frame(1, 60), frame(2, 30)), place(2));
        kept.restart(place(7));
        assertThat(kept.floor()).isEqualTo(place(7));
        kept.add(List.of(frame(8, 60), frame(9, 40)), place(9));
        assertThat(kept.floor()).as("there is room for both").isEqualTo(place(7));
    }
}
