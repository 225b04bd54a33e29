package io.ledger.projection.check;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.feed.EventImport;
import io.ledger.core.feed.EventImport.ImportedState;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Carries the events of another ledger into one, page by page, and folds each stream on the way: first
 * to find what breaks the rules, then to keep snapshots of what is recorded.
 */
public final class LogImport {

    /** The streams of one category. */
    private record Streams<S, E>(Aggregate<?, S, E, ?> aggregate, LogFold<S, E> fold) {

        static <S, E> Streams<S, E> of(Aggregate<?, S, E, ?> aggregate, Findings findings, Optional<LogOrder> order) {
            return new Streams<>(aggregate, new LogFold<>(aggregate, findings, order));
        }

        void check(EventImport log, List<StoredEvent> events) {
            fold.page(events.stream().map(event -> log.read(event, aggregate)).toList(), List.of());
        }

        Optional<ImportedState<?>> state(String streamId) {
            return fold.state(streamId).map(state -> new ImportedState<>(aggregate.states(), state));
        }
    }

    private final EventImport log;
    private final Map<String, Streams<?, ?>> streams = new LinkedHashMap<>();
    private final int snapshotInterval;

    /**
     * Begins an import.
     *
     * @param aggregates of all categories that the program knows
     * @param findings told what is not in order with the events
     * @param snapshotInterval versions from one snapshot of a stream to the next
     */
    public LogImport(
            List<? extends Aggregate<?, ?, ?, ?>> aggregates,
            EventImport log,
            Findings findings,
            int snapshotInterval) {
        this.log = log;
        var categories = aggregates.stream().map(Aggregate::category).collect(Collectors.toSet());
        var order = Optional.of(new LogOrder(categories, findings));
        for (var aggregate : aggregates) {
            streams.put(aggregate.category(), Streams.of(aggregate, findings, order));
            order = Optional.empty();
        }
        this.snapshotInterval = snapshotInterval;
    }

    /** How many streams there are of a category. */
    public int streams(String category) {
        return Objects.requireNonNull(streams.get(category), category).fold().size();
    }

    /** Looks at the next events, which are recorded already or are yet to be. */
    public void check(List<StoredEvent> events) {
        streams.values().forEach(some -> some.check(log, events));
    }

    /**
     * Looks at the next events and records them.
     *
     * @return whether the log still ended at {@code after}; if not, nothing was recorded
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    public boolean record(GlobalPosition after, List<StoredEvent> events) {
        check(events);
        return log.append(after, events, snapshotsDue(events));
    }

    /** Of each stream that has passed a version for a snapshot, what it is now. */
    private Collection<ImportedState<?>> snapshotsDue(List<StoredEvent> events) {
        var due = new LinkedHashMap<String, ImportedState<?>>();
        for (var event : events) {
            if (event.version() % snapshotInterval == 0) {
                Optional.ofNullable(streams.get(event.category()))
                        .flatMap(some -> some.state(event.streamId()))
                        .ifPresent(state -> due.put(event.streamId(), state));
            }
        }
        return due.values();
    }
}
