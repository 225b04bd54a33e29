package io.ledger.projection.check;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.decide.Fold;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogEntry.Foreign;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.LogEntry.UnreadableEntry;
import io.ledger.core.stream.SnapshotLog.Seal;
import io.ledger.core.stream.SnapshotLog.StoredSnapshot;
import io.ledger.core.stream.Versioned;
import io.ledger.projection.check.Findings.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All streams of one category, folded from one pass over the log, and what is wrong with the log on the way.
 *
 * <p>Of each stream only its present state is kept. A history that breaks the rules is told once, at
 * the first event that does not fit; its later events are only checked for being readable.
 */
final class LogFold<S, E> {

    /**
     * A stream so far.
     *
     * @param fold empty when no state can be told
     * @param version the last one that was met, readable or not
     * @param position the place of the last event
     * @param eventId the id of the last event
     */
    private record Folded<S, E>(
            Optional<Fold<S, E>> fold,
            GlobalPosition createdAt,
            Instant occurredAt,
            int version,
            GlobalPosition position,
            String eventId) {

        boolean isCorrupt() {
            return fold.isEmpty();
        }

        Optional<Versioned<S>> state() {
            return fold.flatMap(it -> it.state()
                    .map(state -> new Versioned<>(
                            it.stream(), it.version(), state, createdAt, position, occurredAt, eventId)));
        }
    }

    private final Aggregate<?, S, E, ?> aggregate;
    private final Findings findings;
    private final Optional<LogOrder> order;
    private final Map<String, Folded<S, E>> streams = new HashMap<>();
    private GlobalPosition position = GlobalPosition.START;

    /** @param order what the log itself is held to on the way */
    LogFold(Aggregate<?, S, E, ?> aggregate, Findings findings, Optional<LogOrder> order) {
        this.aggregate = aggregate;
        this.findings = findings;
        this.order = order;
    }

    /** The last position that was folded. */
    GlobalPosition position() {
        return position;
    }

    Iterable<String> streams() {
        return streams.keySet();
    }

    int size() {
        return streams.size();
    }

    boolean isKnown(String streamId) {
        return streams.containsKey(streamId);
    }

    boolean isCorrupt(String streamId) {
        var folded = streams.get(streamId);
        return folded != null && folded.isCorrupt();
    }

    /** What a stream's state is, empty when there is none or it cannot be told. */
    Optional<Versioned<S>> state(String streamId) {
        var folded = streams.get(streamId);
        return folded == null ? Optional.empty() : folded.state();
    }

    /**
     * Folds the next entries of the log.
     *
     * @param snapshots those taken at these entries
     */
    void page(List<LogEntry<E>> entries, List<StoredSnapshot<S>> snapshots) {
        var byStream = new HashMap<String, Map<Integer, StoredSnapshot<S>>>();
        for (var snapshot : snapshots) {
            byStream.computeIfAbsent(snapshot.streamId(), _ -> new HashMap<>()).put(snapshot.version(), snapshot);
        }
        for (var entry : entries) {
            order.ifPresent(rules -> rules.next(entry));
            position = entry.position();
            switch (entry) {
                case Recorded<E> event -> {
                    var id = event.stream().id();
                    streams.put(id, event(event, streams.get(id)));
                    var snapshot = byStream.getOrDefault(id, Map.of()).get(event.version());
                    if (snapshot != null) {
                        snapshot(snapshot, entry);
                    }
                }
                case UnreadableEntry<E> row -> {
                    corrupt(row.streamId(), row.version(), row.position(), row.reason());
                    streams.put(row.streamId(), unreadable(row, streams.get(row.streamId())));
                }
                case Foreign<E> _ -> {}
            }
        }
    }

    private Folded<S, E> unreadable(UnreadableEntry<E> row, @Nullable Folded<S, E> before) {
        var occurredAt = before == null ? Instant.MIN : before.occurredAt();
        return new Folded<>(Optional.empty(), row.position(), occurredAt, row.version(), row.position(), row.eventId());
    }

    private Folded<S, E> event(Recorded<E> event, @Nullable Folded<S, E> before) {
        var id = event.stream();
        var version = before == null ? 0 : before.version();
        if (before != null && event.occurredAt().isBefore(before.occurredAt())) {
            findings.add(
                    Kind.LOG,
                    "%s version %d (position %s): occurred_at is before that of the version before"
                            .formatted(id.label(), event.version(), event.position()));
        }
        var createdAt = before == null ? event.position() : before.createdAt();
        var fold = Optional.<Fold<S, E>>empty();
        if (event.version() != version + 1) {
            corrupt(id.id(), event.version(), event.position(), "version %d is expected here".formatted(version + 1));
        } else if (before == null || !before.isCorrupt()) {
            fold = folded(
                    event,
                    before == null ? Fold.start(aggregate, id) : before.fold().orElseThrow());
        }
        return new Folded<>(fold, createdAt, event.occurredAt(), event.version(), event.position(), event.eventId());
    }

    private Optional<Fold<S, E>> folded(Recorded<E> event, Fold<S, E> before) {
        try {
            return Optional.of(before.then(event.event()));
        } catch (CorruptStreamException corrupt) {
            corrupt(event.stream().id(), event.version(), event.position(), corrupt.reason());
            return Optional.empty();
        }
    }

    private void corrupt(String streamId, int version, GlobalPosition at, String reason) {
        findings.add(
                Kind.LOG,
                "%s %s version %d (position %s): corrupt, %s"
                        .formatted(aggregate.category(), streamId, version, at, reason));
    }

    private void snapshot(StoredSnapshot<S> snapshot, LogEntry<E> entry) {
        var folded = streams.get(snapshot.streamId());
        if (folded == null || folded.isCorrupt()) {
            return;
        }
        var state = folded.state().map(Versioned::state);
        var place = "%s %s version %d: the snapshot "
                .formatted(aggregate.category(), snapshot.streamId(), snapshot.version());
        if (snapshot.state().isEmpty()) {
            findings.add(Kind.SNAPSHOT, place + "cannot be read; loads ignore it");
        } else if (!snapshot.state().equals(state)) {
            findings.add(
                    Kind.SNAPSHOT,
                    place + "is not what the events give: "
                            + aggregate.states().describe(snapshot.state().get()) + " → "
                            + state.map(aggregate.states()::describe).orElse("none"));
        } else if (!snapshot.eventId().equals(entry.eventId())) {
            findings.add(Kind.SNAPSHOT, place + "has another id than its event");
        } else if (snapshot.seal() == Seal.BROKEN) {
            findings.add(Kind.SNAPSHOT, place + "has a wrong checksum; loads ignore it");
        }
    }
}
