package io.circleledger.query;

import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.stream.EventStamps;
import io.ledger.core.stream.EventStamps.EventKey;
import io.ledger.core.stream.EventStamps.EventStamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When listed circles were created and last changed, and by whom. The log is asked for exactly the versions that a list
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
     * What the log says of one circle's first event and of the one that made it what is shown.
     *
     * @param createdAt empty where the log does not have the event any more, or its time cannot be read
     * @param changedAt likewise
     * @param changedBy the actor as the history has it; empty where the log does not have the event any more
     */
    public record ListedChange(Optional<Instant> createdAt, Optional<Instant> changedAt, Optional<String> changedBy) {}

    /**
     * Tells of each circle, in the same order, what the log has.
     *
     * @throws io.ledger.core.StoreUnavailableException when the log does not answer
     */
    public List<ListedChange> of(List<CircleView> circles) {
        var keys = new ArrayList<EventKey>();
        for (var circle : circles) {
            keys.add(first(circle));
            keys.add(last(circle));
        }
        var found = stamps.of(keys);
        return circles.stream().map(circle -> change(circle, found)).toList();
    }

    private static ListedChange change(CircleView circle, Map<EventKey, EventStamp> found) {
        var first = Optional.ofNullable(found.get(first(circle)));
        var last = Optional.ofNullable(found.get(last(circle)));
        return new ListedChange(time(first), time(last), last.map(EventStamp::actor));
    }

    private static Optional<Instant> time(Optional<EventStamp> stamp) {
        return stamp.filter(EventStamp::hasTime).map(EventStamp::occurredAt);
    }

    private static EventKey first(CircleView circle) {
        return key(circle, FIRST_VERSION);
    }

    private static EventKey last(CircleView circle) {
        return key(circle, circle.version());
    }

    private static EventKey key(CircleView circle, int version) {
        return new EventKey(Circles.stream(circle.id()), version);
    }
}
