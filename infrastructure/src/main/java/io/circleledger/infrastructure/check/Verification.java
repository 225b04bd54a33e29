package io.circleledger.infrastructure.check;

import io.circleledger.domain.eventstore.EventLog;
import io.circleledger.domain.eventstore.SnapshotLog;
import io.circleledger.domain.readmodel.CircleViewStore;
import io.circleledger.domain.readmodel.ReadModelScan.Part;
import io.circleledger.domain.readmodel.ReadModelScan;
import io.circleledger.domain.readmodel.ViewDifference;
import io.circleledger.domain.readmodel.ViewEntry;
import io.circleledger.infrastructure.check.Findings.Kind;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.MetadataLog;
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
public final class Verification {

    /**
     * What was looked at.
     *
     * @param position how much of the log
     * @param circles how many circles it has, the dissolved ones included
     * @param snapshots how many snapshots there are
     */
    public record Summary(GlobalPosition position, int circles, long snapshots) {}

    private final EventLog log;
    private final MetadataLog metadata;
    private final SnapshotLog snapshots;
    private final CircleViewStore views;
    private final ReadModelScan scan;
    private final Findings findings;
    private final Progress progress;
    private final LogFold fold;

    public Verification(
            EventLog log,
            MetadataLog metadata,
            SnapshotLog snapshots,
            CircleViewStore views,
            ReadModelScan scan,
            Findings findings,
            Progress progress) {
        this.log = log;
        this.metadata = metadata;
        this.snapshots = snapshots;
        this.views = views;
        this.scan = scan;
        this.findings = findings;
        this.progress = progress;
        this.fold = new LogFold(findings);
    }

    /**
     * Checks everything once.
     *
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer
     */
    public Summary run() throws InterruptedException {
        foldOn("folding the log");
        ends();
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

    private void metadata(MetadataLog.Fault fault) {
        findings.add(
                Kind.LOG,
                "circle %s version %d (position %s): the metadata cannot be read, %s"
                        .formatted(fault.streamId(), fault.version(), fault.position(), fault.reason()));
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
        var last = Optional.<SnapshotLog.Place>empty();
        while (true) {
            var page = snapshots.places(last);
            if (page.isEmpty()) {
                return count;
            }
            for (var place : page) {
                if (!place.hasEvent()) {
                    findings.add(
                            Kind.SNAPSHOT,
                            "circle %s version %d: a snapshot without an event"
                                    .formatted(place.circleId(), place.version()));
                }
            }
            count += page.size();
            last = Optional.of(page.getLast());
        }
    }

    private void checkpoint() throws InterruptedException {
        // A projection that starts over, or applies a step, is given a moment before it is judged.
        var deadline = System.nanoTime() + CheckLimits.STALL.toNanos();
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
        var entry = log.readFrom(at.position(), 1).stream().findFirst();
        if (entry.filter(found -> found.position().equals(at.position())
                        && found.eventId().equals(at.eventId()))
                .isEmpty()) {
            findings.add(
                    Kind.READ_MODEL,
                    "read model: its checkpoint names an event at position %s that this log does not have there"
                            .formatted(at.position()));
        }
    }

    private void readModel() throws InterruptedException {
        var comparison = new Comparison(live(), wanted(), log::head);
        var ids = new ArrayList<String>(CheckLimits.LOOK);
        var done = 0L;
        for (var id : fold.circles()) {
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
    private void surplus(Comparison comparison, Part part) {
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
                        .forEach(id -> findings.add(Kind.READ_MODEL, "circle " + id + ": parked"));
            }
            cursor = page.next();
        } while (cursor.isPresent());
    }

    private Comparison.Side live() {
        return new Comparison.Side() {

            @Override
            public GlobalPosition position() {
                return scan.position();
            }

            @Override
            public Map<String, ViewEntry> look(List<String> ids) {
                return scan.look(ids);
            }
        };
    }

    private Comparison.Side wanted() {
        return new Comparison.Side() {

            @Override
            public GlobalPosition position() {
                foldOn("comparing the read model");
                return fold.position();
            }

            @Override
            public Map<String, ViewEntry> look(List<String> ids) {
                var entries = new HashMap<String, ViewEntry>();
                ids.forEach(id -> entries.put(id, fold.wanted(id)));
                return entries;
            }
        };
    }

    private void tell(Comparison.Result result) {
        result.differences().forEach((id, pair) -> {
            if (!fold.isCorrupt(id)) {
                findings.add(
                        Kind.READ_MODEL,
                        "circle " + id + ": read model "
                                + ViewDifference.between(pair.live(), pair.wanted()).stream()
                                        .map(ViewDifference::toString)
                                        .collect(Collectors.joining("; ")));
            }
        });
        if (!result.open().isEmpty()) {
            findings.add(
                    Kind.READ_MODEL,
                    "read model: at position %s of %s it does not get on; %d circles cannot be told from lag."
                                    .formatted(
                                            scan.position(),
                                            log.head(),
                                            result.open().size())
                            + " Verify again while a server runs");
        }
    }
}
