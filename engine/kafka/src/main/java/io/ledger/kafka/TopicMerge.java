package io.ledger.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * Puts the events of a topic's partitions back into the one order of the log.
 *
 * <p>In each partition positions ascend, and over all of them they have no gap. So the events from some position on are a
 * run of positions that follow each other; what has come and does not follow yet waits beside it. Once every partition has
 * gone past the next position, that one is missing, and will not come.
 *
 * <p>It also knows from which offset each partition has to be read again by whoever goes on from a position of the run.
 */
final class TopicMerge {

    private final ArrayDeque<TopicEvent> run = new ArrayDeque<>();
    private final TreeMap<Long, TopicEvent> waiting = new TreeMap<>();

    /** What is below has a position before {@code first}, by partition. */
    private final long[] offsets;

    /** The last position of each partition. */
    private final long[] seen;

    private long first;
    private long next;
    private long bytes;

    /**
     * @param offsets where the partitions are read from
     * @param first the position of the first event that is wanted, from 1
     */
    TopicMerge(List<Long> offsets, long first) {
        this.offsets = offsets.stream().mapToLong(Long::longValue).toArray();
        this.seen = new long[offsets.size()];
        this.first = first;
        this.next = first;
    }

    void add(TopicEvent event) {
        var partition = event.partition();
        seen[partition] = Math.max(seen[partition], event.position());
        if (event.position() < first) {
            offsets[partition] = Math.max(offsets[partition], event.offset() + 1);
        } else if (event.position() >= next && waiting.putIfAbsent(event.position(), event) == null) {
            bytes += event.bytes();
            advance();
        }
    }

    /**
     * Forgets what is before a position.
     *
     * @return whether what follows from there on is here or may still come; not when it was forgotten before
     */
    boolean want(long position) {
        if (position < first) {
            return false;
        }
        while (!run.isEmpty() && run.peekFirst().position() < position) {
            forget(run.removeFirst());
        }
        first = position;
        if (run.isEmpty()) {
            for (var early = waiting.headMap(position).values().iterator(); early.hasNext(); ) {
                forget(early.next());
                early.remove();
            }
            next = position;
            advance();
        }
        return true;
    }

    private void forget(TopicEvent event) {
        bytes -= event.bytes();
        offsets[event.partition()] = Math.max(offsets[event.partition()], event.offset() + 1);
    }

    private void advance() {
        for (var event = waiting.remove(next); event != null; event = waiting.remove(next)) {
            run.addLast(event);
            next++;
        }
    }

    /** The first events of the run; those from the first unreadable one on are left out. */
    List<TopicEvent> run(int limit) {
        var events = new ArrayList<TopicEvent>(Math.min(limit, run.size()));
        for (Iterator<TopicEvent> each = run.iterator(); each.hasNext() && events.size() < limit; ) {
            var event = each.next();
            if (event.event().isEmpty()) {
                break;
            }
            events.add(event);
        }
        return events;
    }

    /** The position that was wanted last. */
    long first() {
        return first;
    }

    int length() {
        return run.size();
    }

    /** The position after the run. */
    long next() {
        return next;
    }

    /** Whether something has come that follows only after a gap. */
    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Whether the event after the run is missing for good. */
    boolean isGap() {
        return hasWaiting() && Arrays.stream(seen).allMatch(position -> position > next);
    }

    boolean isFull() {
        return run.size() + waiting.size() >= KafkaLimits.SOURCE_EVENTS || bytes >= KafkaLimits.SOURCE_BYTES;
    }

    /** Whether a partition can wait because there is enough to do, or because it is far ahead of the others. */
    boolean canRest(int partition) {
        return isFull() && (run.size() > 1 || seen[partition] > next);
    }

    /** The offsets to read from again for the events from a position of the run on, that one included. */
    List<Long> offsetsAt(long position) {
        var found = offsets.clone();
        for (var event : run) {
            if (event.position() >= position) {
                break;
            }
            found[event.partition()] = event.offset() + 1;
        }
        return Arrays.stream(found).boxed().toList();
    }
}
