package io.ledger.projection.check;

import io.ledger.core.StreamId;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentDifference;
import io.ledger.core.document.DocumentEntry;
import io.ledger.core.document.DocumentScan;
import io.ledger.core.document.DocumentScan.Part;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.MetadataLog;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.SnapshotLog;
import io.ledger.core.stream.Versioned;
import io.ledger.projection.check.Findings.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Holds everything that is stored to the log: the log to its own rules, then snapshots and read
 * model to what the events give. It writes nothing.
 *
 * <p>It goes on reading the log while it compares, so that what is only lag turns out to be that
 * ({@link Comparison}).
 */
public final class Verification<S, E, V extends Document> {

    /**
     * What was looked at.
     *
     * @param position how much of the log
     * @param streams how many streams it has, those that are not shown included
     * @param snapshots how many snapshots there are
     */
    public record Summary(GlobalPosition position, int streams, long snapshots) {}

    private final ViewProjection<S, E, V> projection;
    private final EventLog<E> log;
    private final MetadataLog metadata;
    private final Histories<S, E> histories;
    private final SnapshotLog<S> snapshots;
    private final DocumentStore<V> views;
    private final DocumentScan<V> scan;
    private final Findings findings;
    private final Progress progress;
    private final Duration patience;
    private final boolean isOfLog;
    private final LogFold<S, E> fold;

    /** @param order the rules of the log itself, for the one verification of a log that holds it to them */
    public Verification(
            ViewProjection<S, E, V> projection,
            EventLog<E> log,
            MetadataLog metadata,
            Histories<S, E> histories,
            SnapshotLog<S> snapshots,
            DocumentStore<V> views,
            DocumentScan<V> scan,
            Findings findings,
            Optional<LogOrder> order,
            Progress progress) {
        this(
                projection,
                log,
                metadata,
                histories,
                snapshots,
                views,
                scan,
                findings,
                order,
                progress,
                CheckLimits.STALL);
    }

    /** @param patience how long the read model may be behind without moving */
    Verification(
            ViewProjection<S, E, V> projection,
            EventLog<E> log,
            MetadataLog metadata,
            Histories<S, E> histories,
            SnapshotLog<S> snapshots,
            DocumentStore<V> views,
            DocumentScan<V> scan,
            Findings findings,
            Optional<LogOrder> order,
            Progress progress,
            Duration patience) {
        this.projection = projection;
        this.log = log;
        this.metadata = metadata;
        this.histories = histories;
        this.snapshots = snapshots;
        this.views = views;
        this.scan = scan;
        this.findings = findings;
        this.progress = progress;
        this.patience = patience;
        this.isOfLog = order.isPresent();
        this.fold = new LogFold<>(projection.aggregate(), findings, order);
    }

    /**
     * Checks everything once.
     *
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer
     */
    public Summary run() throws InterruptedException {
        foldOn("folding the log");
        if (isOfLog) {
            ends();
        }
        var count = snapshotsWithoutEvent();
        checkpoint();
        readModel();
        return new Summary(fold.position(), fold.size(), count);
    }

    /** Folds the log to the head that it has now, or a little further. */
    private void foldOn(String work) {
        var goal = log.head();
        while (fold.position().isBefore(goal)) {
            var from = new GlobalPosition(fold.position().value() + 1);
            var entries = log.replayFrom(from, EventLog.MAX_PAGE);
            if (entries.isEmpty()) {
                return;
            }
            var to = entries.getLast().position();
            fold.page(entries, snapshots.takenBetween(from, to));
            metadata.faultsBetween(from, to).forEach(this::metadata);
            progress.at(
                    work,
                    fold.position().value(),
                    Math.max(goal.value(), fold.position().value()));
        }
    }

    private void metadata(MetadataLog.MetadataFault fault) {
        findings.add(
                Kind.LOG,
                "%s %s version %d (position %s): the metadata cannot be read, %s"
                        .formatted(
                                projection.noun(),
                                fault.streamId(),
                                fault.version(),
                                fault.position(),
                                fault.reason()));
    }

    private void ends() {
        var ends = log.ends();
        var head = ends.head().value();
        surplus(ends.surplus());
        var text = switch (ends.given()
                .map(given -> Long.compare(given.value(), head))
                .orElse(2)) {
            case 0 -> "";
            case -1 -> "log_head is behind; the next append moves it to the end";
            case 1 ->
                "log_head is ahead: events are missing at the end, and no change is recorded until they are restored, or"
                        + " UPDATE log_head SET position = %d WHERE id = 1".formatted(head);
            default ->
                "log_head has no position, and no change is recorded until it has: INSERT INTO log_head (id, position)"
                        + " VALUES (1, %d)".formatted(head);
        };
        if (!text.isEmpty()) {
            findings.add(
                    Kind.LOG,
                    "log: it ends at position %d and log_head says %s; %s"
                            .formatted(
                                    head,
                                    ends.given().map(GlobalPosition::toString).orElse("nothing"),
                                    text));
        }
    }

    private void surplus(int rows) {
        if (rows > 0) {
            findings.add(
                    Kind.LOG,
                    "log: log_head has %d rows that nothing reads; DELETE FROM log_head WHERE id <> 1".formatted(rows));
        }
    }

    private long snapshotsWithoutEvent() {
        var count = 0L;
        var last = Optional.<SnapshotLog.SnapshotPlace>empty();
        while (true) {
            var page = snapshots.places(last);
            if (page.isEmpty()) {
                return count;
            }
            for (var place : page) {
                if (!place.hasEvent()) {
                    findings.add(
                            Kind.SNAPSHOT,
                            "%s %s version %d: a snapshot without an event"
                                    .formatted(projection.noun(), place.streamId(), place.version()));
                }
            }
            count += page.size();
            last = Optional.of(page.getLast());
        }
    }

    private void checkpoint() throws InterruptedException {
        // A projection that starts over, or applies a step, is given a moment before it is judged.
        var deadline = System.nanoTime() + patience.toNanos();
        var checkpoint = views.checkpoint();
        while (checkpoint.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(CheckLimits.POLL);
            checkpoint = views.checkpoint();
        }
        if (checkpoint.isEmpty()) {
            findings.add(Kind.READ_MODEL, "read model: there is no checkpoint, or it does not fit the list");
            return;
        }
        var at = checkpoint.get();
        if (at.position().equals(GlobalPosition.START)) {
            return;
        }
        if (!log.at(at.position()).eventId().equals(at.eventId())) {
            findings.add(
                    Kind.READ_MODEL,
                    "read model: its checkpoint names an event at position %s that this log does not have there"
                            .formatted(at.position()));
        }
    }

    private void readModel() throws InterruptedException {
        var comparison = new Comparison<>(live(), wanted(), log::head, this::then, patience);
        var ids = new ArrayList<String>(CheckLimits.LOOK);
        var done = 0L;
        for (var id : fold.streams()) {
            if (!fold.isCorrupt(id)) {
                ids.add(id);
            }
            done++;
            if (ids.size() == CheckLimits.LOOK) {
                comparison.compare(ids);
                ids.clear();
                progress.at("comparing the read model", done, fold.size());
            }
        }
        comparison.compare(ids);
        for (var part : Part.values()) {
            surplus(comparison, part);
        }
        tell(comparison.settle());
    }

    /** What the read model holds and the log did not have yet, or has not at all. */
    private void surplus(Comparison<V> comparison, Part part) {
        var cursor = Optional.<String>empty();
        do {
            var page = scan.ids(part, cursor);
            comparison.compare(page.ids().stream()
                    .filter(id -> !fold.isKnown(id))
                    .distinct()
                    .toList());
            if (part == Part.PARKED) {
                page.ids().stream()
                        .filter(fold::isCorrupt)
                        .distinct()
                        .forEach(id -> findings.add(Kind.READ_MODEL, projection.noun() + " " + id + ": parked"));
            }
            cursor = page.next();
        } while (cursor.isPresent());
    }

    private Comparison.Side<V> live() {
        return new Comparison.Side<>() {

            @Override
            public GlobalPosition position() {
                return scan.position();
            }

            @Override
            public Map<String, DocumentEntry<V>> look(List<String> ids) {
                return scan.look(ids);
            }
        };
    }

    private Comparison.Side<V> wanted() {
        return new Comparison.Side<>() {

            @Override
            public GlobalPosition position() {
                foldOn("comparing the read model");
                return fold.position();
            }

            @Override
            public Map<String, DocumentEntry<V>> look(List<String> ids) {
                var entries = new HashMap<String, DocumentEntry<V>>();
                ids.forEach(id -> entries.put(id, wanted(id)));
                return entries;
            }
        };
    }

    /** What the read model should hold about a stream. */
    private DocumentEntry<V> wanted(String id) {
        return fold.state(id).map(this::wanted).orElseGet(DocumentEntry::none);
    }

    private DocumentEntry<V> wanted(Versioned<S> state) {
        return projection
                .view(state)
                .map(document -> DocumentEntry.shown(document, state.createdAt().toString()))
                .orElseGet(DocumentEntry::none);
    }

    /** What it should have held when the stream had the version that it shows. */
    private Optional<DocumentEntry<V>> then(String id, DocumentEntry<V> live) {
        return live.document() instanceof DocumentEntry.FoundDocument.Known<V>(var document)
                ? StreamId.parse(projection.aggregate().category(), id)
                        .map(stream -> histories.atVersion(stream, document.version()))
                        .flatMap(past -> past instanceof Histories.Past.State<S> found
                                ? Optional.of(wanted(found.then()))
                                : Optional.empty())
                : Optional.empty();
    }

    private void tell(Comparison.Result<V> result) {
        result.differences().forEach((id, pair) -> {
            if (!fold.isCorrupt(id)) {
                findings.add(
                        Kind.READ_MODEL,
                        projection.noun() + " " + id + ": read model "
                                + DocumentDifference.between(pair.live(), pair.wanted(), projection).stream()
                                        .map(DocumentDifference::toString)
                                        .collect(Collectors.joining("; ")));
            }
        });
        if (!result.open().isEmpty()) {
            findings.add(
                    Kind.READ_MODEL,
                    "read model: stuck at position %s of %s; %d %ss may merely be lagging."
                                    .formatted(
                                            scan.position(),
                                            log.head(),
                                            result.open().size(),
                                            projection.noun())
                            + " Verify again while a server runs");
        }
    }
}
