package io.circleledger.infrastructure.projection;

import io.circleledger.domain.eventstore.EventLog;
import io.circleledger.domain.eventstore.EventMetadata;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.eventstore.LogEntry;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.readmodel.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What was committed at this server, on its way to one projection, so that it need not read from the log what
 * was in memory a moment ago.
 *
 * <p>Any of it may be missing: others append too, a publication may be late, and the oldest give way. So it
 * hands over what follows a checkpoint only if it knows the checkpoint's own event, by its id, and every
 * position after it up to where it ends. Positions have no gaps, so nothing can stand between two that
 * follow each other. In all other cases the projection reads the log.
 *
 * <p>That holds within one log. When there are signs of another (a checkpoint that goes back, two events at one
 * position), and whenever a step failed, for whatever happened to the log meanwhile, all is forgotten.
 *
 * <p>Any thread adds; one thread takes.
 */
final class CarriedEvents implements ProjectionStep.Shortcut {

    /** A ring: the event at a position is at that position modulo its length. */
    private final AtomicReferenceArray<@Nullable RecordedEvent> ring;

    private final AtomicLong newest = new AtomicLong();

    /** The checkpoint that was last asked about; what comes before it is forgotten. */
    private long taken;

    /** @param capacity how many events are kept; newer ones take the places of older ones */
    CarriedEvents(int capacity) {
        this.ring = new AtomicReferenceArray<>(capacity);
    }

    void add(List<RecordedEvent> events) {
        for (var event : events) {
            var before = ring.getAndSet(slot(event.position().value()), withoutMetadata(event));
            if (before != null
                    && before.position().equals(event.position())
                    && !before.id().equals(event.id())) {
                forgetAll();
            }
        }
        newest.accumulateAndGet(events.getLast().position().value(), Math::max);
    }

    /**
     * All that follows a checkpoint without a gap; nothing when that is less than half of what is known to
     * follow, because then the log hands over more at once. Forgets what is before the checkpoint.
     */
    @Override
    public List<LogEntry> after(Checkpoint from) {
        var position = from.position().value();
        if (position < taken) {
            forgetAll();
        }
        forgetBefore(position);
        var known = at(position);
        if (known == null || !known.eventId().equals(from.eventId())) {
            return List.of();
        }
        var end = newest.get();
        var following = new ArrayList<LogEntry>();
        for (var next = at(position + 1);
                next != null && next.position().value() <= end;
                next = at(next.position().value() + 1)) {
            following.add(next);
        }
        return 2L * following.size() < end - position ? List.of() : following;
    }

    /** As {@link EventLog#replayFrom} gives it; more than half of an event's memory is its metadata. */
    private static RecordedEvent withoutMetadata(RecordedEvent event) {
        return new RecordedEvent(
                event.position(),
                event.id(),
                event.circleId(),
                event.version(),
                event.occurredAt(),
                EventMetadata.NONE,
                event.event());
    }

    /** Whether more follows a position than was handed over: the rest is for the log to tell. */
    boolean knowsOfMoreThan(GlobalPosition position) {
        return newest.get() > position.value();
    }

    /** An event that is added meanwhile is kept or not; without the one before it nothing follows from it. */
    void forgetAll() {
        newest.set(0);
        for (var slot = 0; slot < ring.length(); slot++) {
            ring.set(slot, null);
        }
    }

    private void forgetBefore(long position) {
        for (var old = Math.max(taken, position - ring.length()); old < position; old++) {
            var event = ring.get(slot(old));
            if (event != null && event.position().value() < position) {
                ring.compareAndSet(slot(old), event, null);
            }
        }
        taken = position;
    }

    private @Nullable RecordedEvent at(long position) {
        var event = ring.get(slot(position));
        return event != null && event.position().value() == position ? event : null;
    }

    private int slot(long position) {
        return (int) (position % ring.length());
    }
}
