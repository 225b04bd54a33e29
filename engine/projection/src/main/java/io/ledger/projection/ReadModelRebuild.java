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
 * Builds the read model anew beside the one that is read, and puts it in its place.
 *
 * <p>The same projection writes to a place of its own. Once it has the whole log, both models are
 * compared: what differs and is no lag is what readers will see change. Then the new one takes the
 * place of the live one in one step, on the condition that it covers no less of the log. So readers
 * see the one or the other, and never an older state than before.
 *
 * <p>The servers' projections go on in the new model by themselves. A step that one of them has worked out from
 * the old model is refused, since the new one has another generation. A rebuild that is killed has
 * changed nothing that is read; the next one clears away what it left.
 */
public final class ReadModelRebuild<S, E, V extends Document> {

    /** What share of the documents may change unless somebody says otherwise, in percent. */
    public static final int DEFAULT_SHARE_PERCENT = 10;

    private static final Logger LOG = LoggerFactory.getLogger(ReadModelRebuild.class);

    private final ViewProjection<S, E, V> projection;
    private final EventLog<E> log;
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
        this.projection = projection;
        this.log = log;
        this.models = models;
        this.progress = progress;
        this.live = step(store, clock, Slot.LIVE, ProjectionLimits.STEP);
        this.rebuilt = step(store, clock, Slot.REBUILT, ProjectionLimits.REBUILD);
        this.previous = step(store, clock, Slot.PREVIOUS, ProjectionLimits.REBUILD);
    }

    private ProjectionStep<S, E, V> step(EventStore<S> store, InstantSource clock, Slot slot, Stride stride) {
        return new ProjectionStep<>(projection, log, store, models.store(slot), clock, stride, LogObserver.UNHEARD);
    }

    /** What became of a rebuild or of taking one back. */
    public sealed interface RebuildOutcome<V extends Document> {

        /** The other model is live; {@code at} is the position it had. */
        record Switched<V extends Document>(GlobalPosition at, Optional<Changes<V>> changes)
                implements RebuildOutcome<V> {}

        /** Too much would change; the live model is as it was. */
        record Refused<V extends Document>(Changes<V> changes) implements RebuildOutcome<V> {}

        /** Another rebuild is at work, or took over because this one was silent for too long. */
        record Busy<V extends Document>() implements RebuildOutcome<V> {}

        /** Other read models cannot be built there; nothing was changed. */
        record Prevented<V extends Document>(String reason) implements RebuildOutcome<V> {}

        /** There is no earlier model that could be taken back. */
        record NoPrevious<V extends Document>() implements RebuildOutcome<V> {}

        /** The servers were always faster; the live model is as it was. */
        record Outrun<V extends Document>() implements RebuildOutcome<V> {}
    }

    /**
     * How the new model differs from the live one.
     *
     * @param streams how many streams the larger of the two lists
     * @param found the differences, and the streams that changed too fast to tell
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
     * Builds the read model anew and makes it the live one.
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
            leave();
        }
    }

    /**
     * Puts the model that was live before in the place of the live one, after it was brought up to
     * the head of the log.
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

    /** Takes steps until the model has the log as it is now, or has come to its end. */
    private GlobalPosition advance(String work, ProjectionStep<S, E, V> step, Slot slot) {
        var goal = log.head();
        var reached = GlobalPosition.START;
        ProjectionStep.Outcome outcome;
        do {
            holdClaim();
            outcome = step.run(position -> {
                holdClaim();
                progress.at(work, position.value(), Math.max(goal.value(), position.value()));
            });
            reached = switch (outcome) {
                case ProjectionStep.Outcome.Progressed progressed -> progressed.position();
                case ProjectionStep.Outcome.CaughtUp(var position) -> position;
            };
            progress.at(work, reached.value(), Math.max(goal.value(), reached.value()));
        } while (outcome instanceof ProjectionStep.Outcome.Progressed && reached.isBefore(goal));
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

    /** How the models differ; empty when the live one has no valid checkpoint, so that nobody reads it. */
    private Optional<Changes<V>> changes() throws InterruptedException {
        var checkpoint = models.store(Slot.LIVE).checkpoint();
        if (checkpoint.isEmpty() || checkpoint.get().position().equals(GlobalPosition.START)) {
            return Optional.empty();
        }
        var old = models.scan(Slot.LIVE);
        var anew = models.scan(Slot.REBUILT);
        // No server may be running: then it is up to this one to bring the live model to the head.
        advance("comparing", live, Slot.LIVE);
        var comparison = new Comparison<>(side(Slot.LIVE, live), side(Slot.REBUILT, rebuilt), log::head);
        var total = Math.max(1, 2 * (old.listed() + anew.listed()));
        var seen = 0L;
        for (var slot : List.of(Slot.LIVE, Slot.REBUILT)) {
            for (var part : Part.values()) {
                var goesThroughLive = slot == Slot.LIVE && part == Part.DOCUMENTS;
                seen += pages(models.scan(slot), part, seen, total, ids -> {
                    // Whoever has a live document was compared when those were gone through.
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
                    // A live model that is ahead of its own log is started over by its projection.
                    if (log.head().isBefore(position(models.store(Slot.LIVE)))) {
                        live.run();
                    }
                    Thread.sleep(ProjectionLimits.SWITCH_PAUSE);
                }
            }
        }
        return new RebuildOutcome.Outrun<>();
    }

    /** Leaves nothing half built, nor the model before the previous one, as far as the store answers. */
    private void leave() {
        try {
            if (models.renewClaim() && models.clear()) {
                models.release();
            }
        } catch (StoreUnavailableException unavailable) {
            LOG.atDebug().setCause(unavailable).log("the next rebuild clears away what this one left");
        }
    }

    /** Leaves the work when another rebuild has taken over; never leaves this class. */
    private static final class ClaimLost extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ClaimLost() {
            super("another rebuild has taken over", null, false, false);
        }
    }
}
