package io.ledger.projection.feed;

import io.ledger.core.feed.FeedFilter;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last events of the log, in the form they are sent in: all of those between two positions.
 *
 * <p>They are kept once, for however many listeners. Not safe for several threads.
 */
final class KeptEvents {

    /** An event with what filters ask about. */
    static final class Frame {

        private final LogPlace place;
        private final String streamId;
        private final String eventType;
        private final byte[] bytes;

        /** @param bytes the event in the form it is sent in; nobody changes it any more */
        Frame(LogPlace place, String streamId, String eventType, byte[] bytes) {
            this.place = place;
            this.streamId = streamId;
            this.eventType = eventType;
            this.bytes = bytes;
        }

        private long position() {
            return place.position().value();
        }

        boolean passes(FeedFilter filter) {
            return filter.takes(streamId, eventType);
        }
    }

    /** A ring: the frame with number n is at n modulo its length. */
    private final @Nullable Frame[] ring;

    private final long maxBytes;
    private long first;
    private long end;
    private long bytes;
    private LogPlace floor = LogPlace.START;
    private LogPlace upTo = LogPlace.START;

    KeptEvents(int maxEvents, long maxBytes) {
        this.ring = new Frame[maxEvents];
        this.maxBytes = maxBytes;
    }

    /** Everything after this position, up to {@link #upTo}, is here. */
    LogPlace floor() {
        return floor;
    }

    LogPlace upTo() {
        return upTo;
    }

    /** The event at a position, empty when it is not known here. */
    Optional<LogPlace> at(GlobalPosition position) {
        if (position.equals(floor.position())) {
            return Optional.of(floor);
        }
        if (position.equals(upTo.position())) {
            return Optional.of(upTo);
        }
        var number = firstAfter(position.value()) - 1;
        return number < first
                ? Optional.empty()
                : Optional.of(frame(number).place)
                        .filter(found -> found.position().equals(position));
    }

    /** Forgets everything and begins after a place. */
    void restart(LogPlace place) {
        while (first < end) {
            forgetOldest();
        }
        floor = place;
        upTo = place;
    }

    /** Takes the events that follow, and forgets the oldest where there is no room. */
    void add(List<Frame> frames, LogPlace complete) {
        for (var frame : frames) {
            while (end - first == ring.length || (first < end && bytes + frame.bytes.length > maxBytes)) {
                forgetOldest();
            }
            ring[slot(end++)] = frame;
            bytes += frame.bytes.length;
        }
        upTo = complete;
    }

    private void forgetOldest() {
        var oldest = frame(first);
        ring[slot(first++)] = null;
        bytes -= oldest.bytes.length;
        floor = oldest.place;
    }

    /**
     * What a filter takes after a place that is not before the floor.
     *
     * @param heard filled with the frames
     * @return up to where was looked
     */
    LogPlace after(LogPlace place, FeedFilter filter, int limit, List<byte[]> heard) {
        for (var number = firstAfter(place.position().value()); number < end; number++) {
            var frame = frame(number);
            if (frame.passes(filter)) {
                heard.add(frame.bytes);
                if (heard.size() == limit) {
                    return frame.place;
                }
            }
        }
        return upTo.position().isBefore(place.position()) ? place : upTo;
    }

    private long firstAfter(long position) {
        var low = first;
        var high = end;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (frame(middle).position() <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Frame frame(long number) {
        var frame = ring[slot(number)];
        if (frame == null) {
            throw new IllegalStateException("There is no frame with number " + number);
        }
        return frame;
    }

    private int slot(long number) {
        return (int) (number % ring.length);
    }
}
