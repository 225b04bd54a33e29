package io.circleledger.domain.eventstore;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.ledger.core.decide.Fold;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.StreamId;
import io.ledger.core.stream.Versioned;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** The histories in a log that is a list, in the plainest way; it counts what it was asked. */
public final class InMemoryCircleHistories implements Histories<Circle, CircleEvent> {

    /** An entry with the circle whose it is. */
    public record Recorded(StreamId circleId, Entry<CircleEvent> entry) {}

    private final Supplier<List<Recorded>> log;
    private int entriesRead;

    public InMemoryCircleHistories(Supplier<List<Recorded>> log) {
        this.log = log;
    }

    public synchronized int entriesRead() {
        return entriesRead;
    }

    private static List<Entry<CircleEvent>> history(List<Recorded> log, StreamId id) {
        return log.stream()
                .filter(recorded -> recorded.circleId().equals(id))
                .map(Recorded::entry)
                .toList();
    }

    private static GlobalPosition head(List<Recorded> log) {
        return log.isEmpty() ? GlobalPosition.START : log.getLast().entry().position();
    }

    private Page<CircleEvent> page(
            StreamId id, int after, int before, int limit, Comparator<Entry<CircleEvent>> order) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page of a history has 1 to " + MAX_PAGE);
        }
        var all = log.get();
        var history = history(all, id);
        var entries = history.stream()
                .filter(entry -> entry.version() > after && entry.version() < before)
                .sorted(order)
                .limit(limit)
                .toList();
        synchronized (this) {
            entriesRead += entries.size();
        }
        var currentVersion = history.isEmpty() ? 0 : history.getLast().version();
        return new Page<>(head(all), currentVersion, entries);
    }

    @Override
    public Page<CircleEvent> after(StreamId id, int version, int limit) {
        return page(id, version, Integer.MAX_VALUE, limit, Comparator.comparingInt(Entry::version));
    }

    @Override
    public Page<CircleEvent> before(StreamId id, int version, int limit) {
        return page(
                id,
                0,
                version,
                limit,
                Comparator.<Entry<CircleEvent>>comparingInt(Entry::version).reversed());
    }

    @Override
    public Past<Circle> atVersion(StreamId id, int version) {
        if (version < 1) {
            throw new IllegalArgumentException("Versions begin at 1");
        }
        var all = log.get();
        var history = history(all, id);
        if (history.isEmpty()) {
            return new Past.Unknown<>(head(all));
        }
        var currentVersion = history.getLast().version();
        if (version > currentVersion) {
            return new Past.NotReached<>(head(all), currentVersion);
        }
        var fold = Fold.start(UnstoredCircles.AGGREGATE, id);
        for (var entry : history) {
            fold = fold.then(entry.version(), entry.event());
            if (fold.version() == version) {
                var then = new Versioned<>(
                        id,
                        version,
                        fold.state().orElseThrow(),
                        history.getFirst().position(),
                        entry.position(),
                        entry.occurredAt(),
                        entry.eventId());
                return new Past.State<>(head(all), then, currentVersion);
            }
        }
        throw new IllegalStateException("Every version up to the last was met");
    }

    @Override
    public Past<Circle> atTime(StreamId id, Instant time) {
        var all = log.get();
        var history = history(all, id);
        if (history.isEmpty()) {
            return new Past.Unknown<>(head(all));
        }
        return history.stream()
                .filter(entry -> !entry.occurredAt().isAfter(time))
                .reduce((_, later) -> later)
                .map(entry -> atVersion(id, entry.version()))
                .orElseGet(() ->
                        new Past.NotCreatedYet<>(head(all), history.getFirst().occurredAt()));
    }
}
