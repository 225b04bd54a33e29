package io.circleledger.infrastructure.check;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.eventstore.LogEntry.UnreadableEntry;
import io.circleledger.domain.eventstore.LogEntry;
import io.circleledger.domain.eventstore.SnapshotLog.Seal;
import io.circleledger.domain.eventstore.SnapshotLog.StoredSnapshot;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.domain.readmodel.ViewEntry;
import io.circleledger.infrastructure.check.Findings.Kind;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.CorruptStreamException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All circles, folded from one pass over the log, and what is wrong with the log on the way.
 *
 * <p>Of each circle only its present state is kept. A history that breaks the rules is told once, at
 * the first event that does not fit; its later events are only checked for being readable.
 */
final class LogFold {

    /**
     * A circle so far.
     *
     * @param version the last one that was met, readable or not
     * @param isCorrupt whether its state cannot be told
     */
    private record Folded(
            Optional<Circle> state, GlobalPosition createdAt, Instant occurredAt, int version, boolean isCorrupt) {}

    private final Findings findings;
    private final Map<String, Folded> circles = new HashMap<>();
    private GlobalPosition position = GlobalPosition.START;

    LogFold(Findings findings) {
        this.findings = findings;
    }

    /** The last position that was folded. */
    GlobalPosition position() {
        return position;
    }

    Iterable<String> circles() {
        return circles.keySet();
    }

    int size() {
        return circles.size();
    }

    boolean isKnown(String circleId) {
        return circles.containsKey(circleId);
    }

    boolean isCorrupt(String circleId) {
        var folded = circles.get(circleId);
        return folded != null && folded.isCorrupt();
    }

    /** What a circle is, empty when there is none or its state cannot be told. */
    Optional<Circle> state(String circleId) {
        var folded = circles.get(circleId);
        return folded == null ? Optional.empty() : folded.state();
    }

    /** What the read model should hold about a circle. */
    ViewEntry wanted(String circleId) {
        var folded = circles.get(circleId);
        return folded == null
                ? ViewEntry.NONE
                : folded.state()
                        .filter(circle -> !circle.dissolved())
                        .map(circle -> ViewEntry.living(
                                CircleView.of(circle), folded.createdAt().toString()))
                        .orElse(ViewEntry.NONE);
    }

    /**
     * Folds the next entries of the log.
     *
     * @param snapshots those taken at these entries
     */
    void page(List<LogEntry> entries, List<StoredSnapshot> snapshots) {
        var byCircle = new HashMap<String, Map<Integer, StoredSnapshot>>();
        for (var snapshot : snapshots) {
            byCircle.computeIfAbsent(snapshot.circleId(), _ -> new HashMap<>()).put(snapshot.version(), snapshot);
        }
        for (var entry : entries) {
            place(entry);
            fold(entry);
            var snapshot = switch (entry) {
                case RecordedEvent event ->
                    byCircle.getOrDefault(event.circleId().id(), Map.of()).get(event.version());
                case UnreadableEntry _ -> null;
            };
            if (snapshot != null) {
                snapshot(snapshot, entry);
            }
        }
    }

    private void place(LogEntry entry) {
        var next = position.value() + 1;
        if (entry.position().value() != next) {
            findings.add(
                    Kind.LOG,
                    "log: positions %d to %d are missing"
                            .formatted(next, entry.position().value() - 1));
        }
        position = entry.position();
    }

    private void fold(LogEntry entry) {
        switch (entry) {
            case RecordedEvent event -> {
                var id = event.circleId().id();
                circles.put(id, event(event, circles.get(id)));
            }
            case UnreadableEntry row -> {
                var before = circles.get(row.circleId());
                corrupt(row.circleId(), row.version(), row.position(), row.reason());
                var occurredAt = before == null ? Instant.MIN : before.occurredAt();
                circles.put(
                        row.circleId(), new Folded(Optional.empty(), row.position(), occurredAt, row.version(), true));
            }
        }
    }

    private Folded event(RecordedEvent event, @Nullable Folded before) {
        var id = event.circleId();
        var isCorrupt = before != null && before.isCorrupt();
        var version = before == null ? 0 : before.version();
        if (before != null && event.occurredAt().isBefore(before.occurredAt())) {
            findings.add(
                    Kind.LOG,
                    "circle %s version %d (position %s): occurred_at is before that of the version before"
                            .formatted(id, event.version(), event.position()));
        }
        var createdAt = before == null ? event.position() : before.createdAt();
        if (event.version() != version + 1) {
            corrupt(
                    id.id(),
                    event.version(),
                    event.position(),
                    "version %d is expected here".formatted(version + 1));
            isCorrupt = true;
        }
        var state = Optional.<Circle>empty();
        if (!isCorrupt) {
            try {
                state = Optional.of(
                        CircleDecider.evolve(id, before == null ? Optional.empty() : before.state(), event.event()));
            } catch (CorruptStreamException corrupt) {
                corrupt(id.id(), event.version(), event.position(), corrupt.reason());
                isCorrupt = true;
            }
        }
        return new Folded(state, createdAt, event.occurredAt(), event.version(), isCorrupt);
    }

    private void corrupt(String circleId, int version, GlobalPosition at, String reason) {
        findings.add(
                Kind.LOG, "circle %s version %d (position %s): corrupt, %s".formatted(circleId, version, at, reason));
    }

    private void snapshot(StoredSnapshot snapshot, LogEntry entry) {
        var fold = circles.get(snapshot.circleId());
        if (fold == null || fold.isCorrupt()) {
            return;
        }
        var place = "circle %s version %d: the snapshot ".formatted(snapshot.circleId(), snapshot.version());
        if (snapshot.state().isEmpty()) {
            findings.add(Kind.SNAPSHOT, place + "cannot be read; loads ignore it");
        } else if (!snapshot.state().equals(fold.state())) {
            findings.add(
                    Kind.SNAPSHOT,
                    place + "is not what the events give: "
                            + text(snapshot.state().get()) + " → "
                            + fold.state().map(LogFold::text).orElse("none"));
        } else if (!snapshot.eventId().equals(entry.eventId())) {
            findings.add(Kind.SNAPSHOT, place + "has another id than its event");
        } else if (snapshot.seal() == Seal.BROKEN) {
            findings.add(Kind.SNAPSHOT, place + "has a wrong checksum; loads ignore it");
        }
    }

    private static String text(Circle circle) {
        return "\"%s\", capacity %d%s"
                .formatted(circle.name().value(), circle.capacity().value(), circle.dissolved() ? ", dissolved" : "");
    }
}
