package io.ledger.projection;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentEntry;
import io.ledger.core.document.DocumentScan;
import io.ledger.core.document.DocumentScan.Part;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ReadModels;
import io.ledger.core.document.ReadModels.Slot;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.EventSource;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.EventStore;
import io.ledger.projection.ProjectionStep.Stride;
import io.ledger.projection.check.Comparison;
import io.ledger.projection.check.Progress;
import io.ledger.projection.history.LogObserver;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a new read model beside the live one, and makes it the live one.
 *
 * <p>The same projection writes to a new generation. Once that has the whole log, the two models are compared: each
 * difference that is not due to lag is a change that readers will see. Then one step makes the new model the live one,
 * provided that it covers at least as much of the log. So readers see either the one or the other, and never an older
 * state than before.
 *
 * <p>The projections of the servers continue with the new model by themselves. A step that one of them has computed
 * from the old model is refused, because the new one is another generation. A rebuild that is killed has not changed
 * the live model; the next rebuild deletes what it has left.
 */
public final class ReadModelRebuild<S, E, V extends Document> {

    /** The share of the documents that may change by default, in percent. */
    public static final int DEFAULT_SHARE_PERCENT = 10;

    private static final Logger LOG = LoggerFactory.getLogger(ReadModelRebuild.class);

    private final ViewProjection<S, E, V> projection;
    private final EventLog<E> log;
    private final EventSource<E> source;
    private final ReadModels<V> models;
    private final Progress progress;
    private final ProjectionStep<S, E, V> live;
    private final ProjectionStep<S, E, V> rebuilt;
    private final ProjectionStep<S, E, V> previous;

    public ReadModelRebuild(
            ViewProjection<S, E, V> projection,
            EventLog<E> log,
            EventStore<S> store,
            ReadModels<V> models,
            InstantSource clock,
            Progress progress) {
        this(projection, log, new LogSource<>(log), store, models, clock, progress);
    }

    /** @param source what the new model is built from; it is let go of after each rebuild */
    public ReadModelRebuild(
            ViewProjection<S, E, V> projection,
            EventLog<E> log,
            EventSource<E> source,
            EventStore<S> store,
            ReadModels<V> models,
            InstantSource clock,
            Progress progress) {
        this.projection = projection;
        this.log = log;
        this.models = models;
        this.progress = progress;
        this.source = source;
        var behind = new LogSource<>(log);
        this.live = step(behind, store, clock, Slot.LIVE, ProjectionLimits.STEP);
        this.rebuilt = step(source, store, clock, Slot.REBUILT, ProjectionLimits.REBUILD);
        this.previous = step(behind, store, clock, Slot.PREVIOUS, ProjectionLimits.REBUILD);
    }

    private ProjectionStep<S, E, V> step(
            EventSource<E> from, EventStore<S> store, InstantSource clock, Slot slot, Stride stride) {
        return new ProjectionStep<>(projection, from, store, models.store(slot), clock, stride, LogObserver.UNHEARD);
    }

    /** The result of a rebuild or of an undo. */
    public sealed interface RebuildOutcome<V extends Document> {

        /** The other model is live now; {@code at} is its position at the switch. */
        record Switched<V extends Document>(GlobalPosition at, Optional<Changes<V>> changes)
                implements RebuildOutcome<V> {}

        /** Too much would change; the live model is as it was. */
        record Refused<V extends Document>(Changes<V> changes) implements RebuildOutcome<V> {}

        /** Another rebuild is running, or took over because this one did not renew its claim in time. */
        record Busy<V extends Document>() implements RebuildOutcome<V> {}

        /** The store does not allow another read model to be built; nothing was changed. */
        record Prevented<V extends Document>(String reason) implements RebuildOutcome<V> {}

        /** There is no earlier model to switch back to. */
        record NoPrevious<V extends Document>() implements RebuildOutcome<V> {}

        /** The servers' projections were always ahead of the new model; the live model is as it was. */
        record Outrun<V extends Document>() implements RebuildOutcome<V> {}
    }

    /**
     * How the new model differs from the live one.
     *
     * @param streams how many streams the larger of the two models lists
     * @param found the differences, and the streams that changed too fast to be compared
     */
    public record Changes<V extends Document>(long streams, Comparison.Result<V> found) {

        /** The streams that change or may change. */
        public long count() {
            return (long) found.differences().size() + found.open().size();
        }

        public double sharePercent() {
            return count() == 0 ? 0 : Math.min(100.0, 100.0 * count() / Math.max(1, streams));
        }
    }

    /**
     * Builds a new read model and makes it the live one.
     *
     * @param acceptSharePercent refuse when more of the streams would change
     * @throws StoreUnavailableException when a store does not answer
     */
    public RebuildOutcome<V> rebuild(int acceptSharePercent) throws InterruptedException {
        var obstacle = models.obstacle();
        if (obstacle.isPresent()) {
            return new RebuildOutcome.Prevented<>(obstacle.get());
        }
        if (!models.claim()) {
            return new RebuildOutcome.Busy<>();
        }
        try {
            clear();
            build();
            var changes = changes();
            if (changes.filter(found -> found.sharePercent() > acceptSharePercent)
                    .isPresent()) {
                return new RebuildOutcome.Refused<>(changes.get());
            }
            return makeLive(Slot.REBUILT, rebuilt, changes);
        } catch (ClaimLost _) {
            return new RebuildOutcome.Busy<>();
        } finally {
            source.close();
            leave();
        }
    }

    /**
     * Makes the model live again that was live before, after bringing it up to the head of the log.
     *
     * @throws StoreUnavailableException when a store does not answer
     */
    public RebuildOutcome<V> undo() throws InterruptedException {
        var obstacle = models.obstacle();
        if (obstacle.isPresent()) {
            return new RebuildOutcome.Prevented<>(obstacle.get());
        }
        if (!models.claim()) {
            return new RebuildOutcome.Busy<>();
        }
        try {
            if (models.store(Slot.PREVIOUS).checkpoint().isEmpty()) {
                return new RebuildOutcome.NoPrevious<>();
            }
            clear();
            return makeLive(Slot.PREVIOUS, previous, Optional.empty());
        } catch (ClaimLost _) {
            return new RebuildOutcome.Busy<>();
        } finally {
            leave();
        }
    }

    private void clear() {
        if (!models.clear()) {
            throw new ClaimLost();
        }
    }

    private void build() {
        advance("building", rebuilt, Slot.REBUILT);
    }

    /** Takes steps until the model includes the log as it is now. */
    private GlobalPosition advance(String work, ProjectionStep<S, E, V> step, Slot slot) {
        var goal = log.head();
        var reached = GlobalPosition.START;
        progress.at(work, reached.value(), goal.value());
        boolean isMoving;
        do {
            holdClaim();
            var before = reached;
            var outcome = step.run(position -> {
                holdClaim();
                progress.at(work, position.value(), Math.max(goal.value(), position.value()));
            });
            reached = switch (outcome) {
                case ProjectionStep.Outcome.Progressed progressed -> progressed.position();
                case ProjectionStep.Outcome.CaughtUp(var position) -> position;
            };
            progress.at(work, reached.value(), Math.max(goal.value(), reached.value()));
            // What is read instead of the log may end before it, and go on from there.
            isMoving = outcome instanceof ProjectionStep.Outcome.Progressed || before.isBefore(reached);
        } while (isMoving && reached.isBefore(goal));
        return position(models.store(slot));
    }

    private void holdClaim() {
        if (!models.renewClaim()) {
            throw new ClaimLost();
        }
    }

    private static GlobalPosition position(DocumentStore<?> store) {
        return store.checkpoint().map(Checkpoint::position).orElse(GlobalPosition.START);
    }

    /** How the models differ; empty when the live one has no valid checkpoint, so it is not read. */
    private Optional<Changes<V>> changes() throws InterruptedException {
        var checkpoint = models.store(Slot.LIVE).checkpoint();
        if (checkpoint.isEmpty() || checkpoint.get().position().equals(GlobalPosition.START)) {
            return Optional.empty();
        }
        var old = models.scan(Slot.LIVE);
        var anew = models.scan(Slot.REBUILT);
        // Perhaps no server is running, so this process brings the live model to the head itself.
        advance("comparing", live, Slot.LIVE);
        var comparison = new Comparison<>(side(Slot.LIVE, live), side(Slot.REBUILT, rebuilt), log::head);
        var total = Math.max(1, 2 * (old.listed() + anew.listed()));
        var seen = 0L;
        for (var slot : List.of(Slot.LIVE, Slot.REBUILT)) {
            for (var part : Part.values()) {
                var goesThroughLive = slot == Slot.LIVE && part == Part.DOCUMENTS;
                seen += pages(models.scan(slot), part, seen, total, ids -> {
                    // Streams with a live document were compared in the first pass.
                    if (goesThroughLive || !old.haveDocuments(ids)) {
                        comparison.compare(ids);
                    }
                });
            }
        }
        var streams = Math.max(old.listed(), anew.listed());
        return Optional.of(new Changes<>(streams, comparison.settle()));
    }

    private long pages(DocumentScan<V> scan, Part part, long before, long total, Consumer<List<String>> looker) {
        var seen = 0L;
        var cursor = Optional.<String>empty();
        do {
            holdClaim();
            var page = scan.ids(part, cursor);
            looker.accept(page.ids());
            seen += page.ids().size();
            progress.at("comparing", Math.min(total, before + seen), total);
            cursor = page.next();
        } while (cursor.isPresent());
        return seen;
    }

    private Comparison.Side<V> side(Slot slot, ProjectionStep<S, E, V> step) {
        var scan = models.scan(slot);
        return new Comparison.Side<>() {

            @Override
            public GlobalPosition position() {
                return advance("comparing", step, slot);
            }

            @Override
            public Map<String, DocumentEntry<V>> look(List<String> ids) {
                return scan.look(ids);
            }
        };
    }

    private RebuildOutcome<V> makeLive(Slot slot, ProjectionStep<S, E, V> step, Optional<Changes<V>> changes)
            throws InterruptedException {
        for (var attempt = 1; attempt <= ProjectionLimits.SWITCH_ATTEMPTS; attempt++) {
            var reached = advance("switching", step, slot);
            switch (models.makeLive(slot)) {
                case DONE -> {
                    return new RebuildOutcome.Switched<>(reached, changes);
                }
                case CLAIM_LOST -> throw new ClaimLost();
                case BEHIND, UNUSABLE -> {
                    // If the live model is ahead of its own log, its projection rebuilds it.
                    if (log.head().isBefore(position(models.store(Slot.LIVE)))) {
                        live.run();
                    }
                    Thread.sleep(ProjectionLimits.SWITCH_PAUSE);
                }
            }
        }
        return new RebuildOutcome.Outrun<>();
    }

    /** Deletes what is half built, and the model before the previous one, as far as the store answers. */
    private void leave() {
        try {
            if (models.renewClaim() && models.clear()) {
                models.release();
            }
        } catch (StoreUnavailableException unavailable) {
            LOG.atDebug().setCause(unavailable).log("the next rebuild clears away what this one left");
        }
    }

    /** Ends the work when another rebuild has taken over; never thrown out of this class. */
    private static final class ClaimLost extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ClaimLost() {
            super("another rebuild has taken over", null, false, false);
        }
    }
}
