package io.ledger.projection.check;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.feed.EventImport;
import io.ledger.core.feed.EventImport.ImportedState;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.SnapshotPolicy;
import io.ledger.core.stream.Versioned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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

        /** The state of a stream if it is to be kept now, {@code before} being the version it had before. */
        Optional<ImportedState<?>> due(String streamId, int before, SnapshotPolicy policy) {
            return fold.state(streamId)
                    .filter(latest -> isDue(before, latest, policy))
                    .map(latest -> new ImportedState<>(aggregate.states(), latest));
        }

        private boolean isDue(int before, Versioned<S> latest, SnapshotPolicy policy) {
            var after = latest.version();
            return policy.isDue(before, after, 0)
                    && policy.isDue(
                            before,
                            after,
                            SnapshotPolicy.bytes(aggregate.states().encode(latest.stream(), after, latest.state())));
        }
    }

    private final EventImport log;
    private final Map<String, Streams<?, ?>> streams = new LinkedHashMap<>();
    private final SnapshotPolicy policy;

    /**
     * Begins an import.
     *
     * @param aggregates of all categories that the program knows
     * @param findings told what is not in order with the events
     * @param snapshotInterval versions from one snapshot of a small state to the next
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
        this.policy = SnapshotPolicy.every(snapshotInterval);
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
        var versionsBefore = new LinkedHashMap<String, Integer>();
        var categories = new HashMap<String, String>();
        for (var event : events) {
            versionsBefore.putIfAbsent(event.streamId(), event.version() - 1);
            categories.put(event.streamId(), event.category());
        }
        var due = new ArrayList<ImportedState<?>>();
        versionsBefore.forEach((streamId, before) -> Optional.ofNullable(streams.get(categories.get(streamId)))
                .flatMap(some -> some.due(streamId, before, policy))
                .ifPresent(due::add));
        return due;
    }
}
