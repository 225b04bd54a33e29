package io.ledger.testkit;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.Fold;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.Versioned;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** The histories in a log that is a list, in the plainest way; it counts what it was asked. */
public final class InMemoryHistories<S, E> implements Histories<S, E> {

    /** An entry with the stream whose it is. */
    public record Row<E>(StreamId stream, Entry<E> entry) {}

    private final Aggregate<?, S, E, ?> aggregate;
    private final Supplier<List<Row<E>>> rows;
    private final Supplier<GlobalPosition> head;
    private int entriesRead;

    /**
     * Makes the histories of a log.
     *
     * @param rows in the order of the log
     * @param head where the log ends
     */
    public InMemoryHistories(
            Aggregate<?, S, E, ?> aggregate, Supplier<List<Row<E>>> rows, Supplier<GlobalPosition> head) {
        this.aggregate = aggregate;
        this.rows = rows;
        this.head = head;
    }

    /** How many entries were read. */
    public synchronized int entriesRead() {
        return entriesRead;
    }

    private synchronized void read(int entries) {
        entriesRead += entries;
    }

    private List<Entry<E>> history(StreamId id) {
        return rows.get().stream()
                .filter(row -> row.stream().equals(id))
                .map(Row::entry)
                .toList();
    }

    private HistorySlice<E> page(StreamId id, int after, int before, int limit, Comparator<Entry<E>> order) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page of a history has 1 to " + MAX_PAGE);
        }
        var history = history(id);
        var entries = history.stream()
                .filter(entry -> entry.version() > after && entry.version() < before)
                .sorted(order)
                .limit(limit)
                .toList();
        read(entries.size());
        return new HistorySlice<>(head.get(), currentVersion(history), entries);
    }

    private static int currentVersion(List<? extends Entry<?>> history) {
        return history.isEmpty() ? 0 : history.getLast().version();
    }

    @Override
    public HistorySlice<E> after(StreamId id, int version, int limit) {
        return page(id, version, Integer.MAX_VALUE, limit, Comparator.comparingInt(Entry::version));
    }

    @Override
    public HistorySlice<E> before(StreamId id, int version, int limit) {
        Comparator<Entry<E>> order = Comparator.comparingInt(Entry::version);
        return page(id, 0, version, limit, order.reversed());
    }

    @Override
    public Past<S> atVersion(StreamId id, int version) {
        if (version < 1) {
            throw new IllegalArgumentException("Versions begin at 1");
        }
        var history = history(id);
        if (history.isEmpty()) {
            return new Past.Unknown<>(head.get());
        }
        var currentVersion = currentVersion(history);
        if (version > currentVersion) {
            return new Past.NotReached<>(head.get(), currentVersion);
        }
        var fold = Fold.start(aggregate, id);
        for (var entry : history.subList(0, version)) {
            fold = fold.then(entry.version(), entry.event());
        }
        var last = history.get(version - 1);
        var then = new Versioned<>(
                id,
                version,
                fold.state().orElseThrow(),
                history.getFirst().position(),
                last.position(),
                last.occurredAt(),
                last.eventId());
        return new Past.State<>(head.get(), then, currentVersion);
    }

    @Override
    public Past<S> atTime(StreamId id, Instant time) {
        var history = history(id);
        if (history.isEmpty()) {
            return new Past.Unknown<>(head.get());
        }
        return history.stream()
                .filter(entry -> !entry.occurredAt().isAfter(time))
                .reduce((_, later) -> later)
                .map(entry -> atVersion(id, entry.version()))
                .orElseGet(() ->
                        new Past.NotCreatedYet<>(head.get(), history.getFirst().occurredAt()));
    }
}
