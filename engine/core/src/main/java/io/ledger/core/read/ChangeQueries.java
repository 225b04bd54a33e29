package io.ledger.core.read;

import io.ledger.core.stream.EventStamps;
import io.ledger.core.stream.EventStamps.EventKey;
import io.ledger.core.stream.EventStamps.EventStamp;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When listed streams began and last changed, and by whom. The log is asked for exactly the versions that a list
 * shows, so this is never older than the list, nor newer.
 */
public final class ChangeQueries {

    private static final int FIRST_VERSION = 1;

    private final EventStamps stamps;

    /** The queries that this log answers. */
    public ChangeQueries(EventStamps stamps) {
        this.stamps = stamps;
    }

    /**
     * What the log says of a stream's first event and of the one that made it what is shown.
     *
     * @param createdAt empty where the log does not have the event any more, or its time cannot be read
     * @param changedAt likewise
     * @param changedBy the actor as the history has it; empty where the log does not have the event any more
     */
    public record ListedChange(Optional<Instant> createdAt, Optional<Instant> changedAt, Optional<String> changedBy) {}

    /**
     * Tells of each stream what the log has, in the same order.
     *
     * @param shown the streams, each with the version that is shown of it
     * @throws io.ledger.core.StoreUnavailableException when the log does not answer
     */
    public List<ListedChange> of(List<EventKey> shown) {
        var keys = new LinkedHashSet<>(shown);
        shown.forEach(last -> keys.add(first(last)));
        var found = stamps.of(keys);
        return shown.stream().map(last -> change(last, found)).toList();
    }

    private static ListedChange change(EventKey shown, Map<EventKey, EventStamp> found) {
        var first = Optional.ofNullable(found.get(first(shown)));
        var last = Optional.ofNullable(found.get(shown));
        return new ListedChange(time(first), time(last), last.map(EventStamp::actor));
    }

    private static Optional<Instant> time(Optional<EventStamp> stamp) {
        return stamp.filter(EventStamp::hasTime).map(EventStamp::occurredAt);
    }

    private static EventKey first(EventKey shown) {
        return new EventKey(shown.stream(), FIRST_VERSION);
    }
}
