package io.ledger.projection;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentDifference;
import io.ledger.core.document.DocumentEntry;
import io.ledger.core.document.DocumentScan;
import io.ledger.core.document.DocumentScan.Counts;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.SnapshotLog;
import io.ledger.core.stream.StreamIndex;
import io.ledger.core.stream.Versioned;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the read model with the log at intervals, and repairs what differs.
 *
 * <p><b>Streams</b> are chosen by drawing events at random, so a stream that changes often is compared often. A stream
 * that has changed since the read model was read is skipped, because it may differ.
 *
 * <p><b>The list</b> is compared by numbers: of listed streams and of documents in the read model, and of shown streams
 * in the log. If a number differs, every stream is compared. Some pages of streams are compared in any case, because
 * one stream too many and one too few leave the number right. Streams that cannot be read are in the log and not in the
 * list. So a difference for which nothing wrong was found is accepted until it changes.
 *
 * <p><b>Snapshots</b> are compared with what the events give.
 *
 * <p>States are folded from the first event on, never from a snapshot.
 */
public final class ReadModelAuditor<S, E, V extends Document> implements AutoCloseable, MeterBinder {

    private static final Logger LOG = LoggerFactory.getLogger(ReadModelAuditor.class);

    private final ViewProjection<S, E, V> projection;
    private final EventLog<E> log;
    private final DocumentStore<V> views;
    private final DocumentScan<V> scan;
    private final Repair<S, E, V> repair;
    private final OtherHistory otherHistory;
    private final StreamReplay<S, E> replay;
    private final ShownStreams shown;
    private final ListAudit<V> list;
    private final SnapshotAudit<S, E> snapshots;
    private final AtomicLong checked = new AtomicLong();
    private final AtomicLong diverged = new AtomicLong();

    /** The accepted differences: those for which nothing wrong was found. */
    private Numbers accepted = new Numbers(0, 0);

    private long nextWalkNanos = System.nanoTime();

    private @Nullable Thread thread;

    /** How many streams that should be shown are not listed, or have no document; negative when there are too many. */
    private record Numbers(long unlisted, long undocumented) {}

    /** @param otherHistory notified when the read model includes an event that the log does not have */
    public ReadModelAuditor(
            ViewProjection<S, E, V> projection,
            EventLog<E> log,
            StreamIndex index,
            Histories<S, E> histories,
            SnapshotLog<S> snapshots,
            DocumentStore<V> views,
            DocumentScan<V> scan,
            Repair<S, E, V> repair,
            OtherHistory otherHistory) {
        this.projection = projection;
        this.log = log;
        this.views = views;
        this.scan = scan;
        this.repair = repair;
        this.otherHistory = otherHistory;
        this.replay = new StreamReplay<>(projection.aggregate(), histories);
        this.shown = new ShownStreams(log, index);
        this.list = new ListAudit<>(index, scan, projection.aggregate().category());
        this.snapshots = new SnapshotAudit<>(projection.aggregate(), snapshots, histories);
    }

    public void start() {
        thread = Thread.ofVirtual().name("auditor").start(this::run);
    }

    /** The number of streams compared since the start. */
    public long checked() {
        return checked.get();
    }

    /** The number of those that were wrong in the read model. */
    public long diverged() {
        return diverged.get();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("ledger.readmodel.audited", checked, AtomicLong::doubleValue)
                .tag("category", projection.aggregate().category())
                .description("Streams of the read model that were compared with the log")
                .register(registry);
        FunctionCounter.builder("ledger.readmodel.diverged", diverged, AtomicLong::doubleValue)
                .tag("category", projection.aggregate().category())
                .description("Streams among those audited that differed from the log and were to be repaired")
                .register(registry);
    }

    private void run() {
        var nextDraw = System.nanoTime() + ProjectionLimits.AUDIT.toNanos();
        try {
            while (true) {
                Thread.sleep(ProjectionLimits.LIST_AUDIT);
                unlessStoresAreDown(this::auditList);
                unlessStoresAreDown(this::auditSnapshots);
                if (System.nanoTime() - nextDraw >= 0) {
                    nextDraw = System.nanoTime() + ProjectionLimits.AUDIT.toNanos();
                    unlessStoresAreDown(() -> audit(drawn()));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void unlessStoresAreDown(Runnable audit) {
        try {
            audit.run();
        } catch (StoreUnavailableException storeIsDown) {
            LOG.atDebug().setCause(storeIsDown).log("nothing is audited until the stores are back");
        } catch (RuntimeException failure) {
            LOG.atWarn().setCause(failure).log("an audit failed, and is tried again");
        }
    }

    /** Compares the numbers, and then every stream, or the next pages of them. */
    void auditList() {
        var counts = scan.counts();
        if (counts.checkpoint().isEmpty()
                || isOfAnotherHistory(counts.checkpoint().get())) {
            return;
        }
        var differ = numbers(counts).filter(numbers -> !numbers.equals(accepted));
        var began = System.nanoTime();
        if (differ.isEmpty() || began - nextWalkNanos < 0) {
            auditPages(ProjectionLimits.LIST_PAGES);
            return;
        }
        LOG.atInfo()
                .addKeyValue("unlisted", differ.get().unlisted())
                .addKeyValue("undocumented", differ.get().undocumented())
                .log("the read model has another number of {}s than the log; all are compared", projection.noun());
        list.rewind();
        auditPages(Integer.MAX_VALUE);
        accepted = numbers(scan.counts()).orElse(accepted);
        nextWalkNanos = System.nanoTime() + ProjectionLimits.WALK_REST * (System.nanoTime() - began);
    }

    /** Compares the snapshots of the next streams with what their events give. */
    void auditSnapshots() {
        snapshots.auditSome();
    }

    /** Compares this many pages, or up to the end; the next call continues from there. */
    private void auditPages(int pages) {
        if (list.isAtTheEnd()) {
            list.rewind();
        }
        for (var page = 0;
                page < pages && !list.isAtTheEnd() && !Thread.currentThread().isInterrupted();
                page++) {
            var completeTo = scan.position();
            var suspects = list.next(completeTo);
            audit(suspects.streams());
            discard(suspects.others());
        }
    }

    private Optional<Numbers> numbers(Counts counts) {
        var count = counts.checkpoint().isEmpty()
                ? OptionalLong.empty()
                : shown.at(counts.checkpoint().get().position());
        return count.isEmpty()
                ? Optional.empty()
                : Optional.of(new Numbers(count.getAsLong() - counts.listed(), count.getAsLong() - counts.documents()));
    }

    /**
     * Whether the log has lost the event of this checkpoint. The log is asked after the read model, so it has the event
     * otherwise.
     */
    private boolean isOfAnotherHistory(Checkpoint checkpoint) {
        if (checkpoint.position().equals(GlobalPosition.START)) {
            return false;
        }
        var isThere = log.at(checkpoint.position()).eventId().equals(checkpoint.eventId());
        if (!isThere) {
            otherHistory.noticed("auditor");
        }
        return !isThere;
    }

    private void discard(Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        diverged.addAndGet(ids.size());
        LOG.atWarn()
                .addKeyValue("ids", ids)
                .addKeyValue("repair", repair.discard(ids))
                .log("the read model has ids that the log has no {} for", projection.noun());
    }

    private Set<StreamId> drawn() {
        var head = log.head().value();
        var ids = new HashSet<StreamId>();
        for (var i = 0; i < Math.min(head, ProjectionLimits.AUDITED); i++) {
            var position = new GlobalPosition(ThreadLocalRandom.current().nextLong(head) + 1);
            for (var entry : log.readFrom(position, 1)) {
                if (entry instanceof Recorded<E> event) {
                    ids.add(event.stream());
                }
            }
        }
        return ids;
    }

    /** Compares streams and repairs them; one that cannot be read is left to the projection, which parks it. */
    void audit(Set<StreamId> ids) {
        var all = List.copyOf(ids);
        for (var first = 0; first < all.size(); first += DocumentScan.MAX_LOOK) {
            auditAtOnce(all.subList(first, Math.min(first + DocumentScan.MAX_LOOK, all.size())));
        }
    }

    private void auditAtOnce(List<StreamId> ids) {
        // The read model is read first: later events in the log were recorded since.
        var completeTo = views.checkpoint().map(Checkpoint::position).orElse(GlobalPosition.START);
        var entries = scan.look(ids.stream().map(StreamId::id).toList());
        var unknown = new ArrayList<String>();
        for (var id : ids) {
            var entry = entries.getOrDefault(id.id(), DocumentEntry.<V>none());
            try {
                var latest = replay.latest(id);
                if (latest.isEmpty() && !entry.equals(DocumentEntry.<V>none())) {
                    unknown.add(id.id());
                }
                latest.filter(it -> !completeTo.isBefore(it.position())).ifPresent(it -> audit(id, entry, it));
            } catch (CorruptStreamException corrupt) {
                LOG.atDebug().setCause(corrupt).log("not audited");
            }
        }
        discard(unknown);
    }

    private void audit(StreamId id, DocumentEntry<V> found, Versioned<S> latest) {
        checked.incrementAndGet();
        var wanted = projection
                .view(latest)
                .map(document ->
                        DocumentEntry.shown(document, latest.createdAt().toString()))
                .orElseGet(DocumentEntry::none);
        if (found.equals(wanted)) {
            return;
        }
        diverged.incrementAndGet();
        LOG.atWarn()
                .addKeyValue(projection.noun() + "_id", id)
                .addKeyValue("difference", DocumentDifference.between(found, wanted, projection))
                .addKeyValue("repair", repair.repair(id))
                .log("the read model differs from the log");
    }

    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
