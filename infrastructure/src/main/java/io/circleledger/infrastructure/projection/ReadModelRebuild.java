package io.circleledger.infrastructure.projection;

import io.circleledger.domain.eventstore.EventLog;
import io.circleledger.domain.eventstore.EventStore;
import io.circleledger.domain.readmodel.CircleViewStore;
import io.circleledger.domain.readmodel.ReadModelScan.Part;
import io.circleledger.domain.readmodel.ReadModelScan;
import io.circleledger.domain.readmodel.ReadModels.Slot;
import io.circleledger.domain.readmodel.ReadModels;
import io.circleledger.domain.readmodel.ViewEntry;
import io.circleledger.infrastructure.check.Comparison;
import io.circleledger.infrastructure.check.Progress;
import io.circleledger.infrastructure.history.LogObserver;
import io.circleledger.infrastructure.projection.ProjectionStep.Stride;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.log.GlobalPosition;
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
public final class ReadModelRebuild {

    private static final Logger LOG = LoggerFactory.getLogger(ReadModelRebuild.class);

    private final EventLog log;
    private final ReadModels models;
    private final Progress progress;
    private final ProjectionStep live;
    private final ProjectionStep rebuilt;
    private final ProjectionStep previous;

    public ReadModelRebuild(EventLog log, EventStore store, ReadModels models, InstantSource clock, Progress progress) {
        this.log = log;
        this.models = models;
        this.progress = progress;
        this.live = step(store, clock, Slot.LIVE, ProjectionLimits.STEP);
        this.rebuilt = step(store, clock, Slot.REBUILT, ProjectionLimits.REBUILD);
        this.previous = step(store, clock, Slot.PREVIOUS, ProjectionLimits.REBUILD);
    }

    private ProjectionStep step(EventStore store, InstantSource clock, Slot slot, Stride stride) {
        return new ProjectionStep(log, store, models.store(slot), clock, stride, LogObserver.UNHEARD);
    }

    /** What became of a rebuild or of taking one back. */
    public sealed interface Outcome {

        /** The other model is live; {@code at} is the position it had. */
        record Switched(GlobalPosition at, Optional<Changes> changes) implements Outcome {}

        /** Too much would change; the live model is as it was. */
        record Refused(Changes changes) implements Outcome {}

        /** Another rebuild is at work, or took over because this one was silent for too long. */
        record Busy() implements Outcome {}

        /** The place for other read models is not to be used; nothing was changed. */
        record Prevented(String reason) implements Outcome {}

        /** There is no earlier model that could be taken back. */
        record NoPrevious() implements Outcome {}

        /** The servers were always faster; the live model is as it was. */
        record Outrun() implements Outcome {}
    }

    /**
     * How the new model differs from the live one.
     *
     * @param circles how many circles the larger of the two lists
     * @param found the differences, and the circles that changed too fast to tell
     */
    public record Changes(long circles, Comparison.Result found) {

        /** The circles that change or may change. */
        public long count() {
            return (long) found.differences().size() + found.open().size();
        }

        public double sharePercent() {
            return count() == 0 ? 0 : Math.min(100.0, 100.0 * count() / Math.max(1, circles));
        }
    }

    /**
     * Builds the read model anew and makes it the live one.
     *
     * @param acceptSharePercent refuse when more of the circles would change
     * @throws StoreUnavailableException when a store does not answer
     */
    public Outcome rebuild(int acceptSharePercent) throws InterruptedException {
        var obstacle = models.obstacle();
        if (obstacle.isPresent()) {
            return new Outcome.Prevented(obstacle.get());
        }
        if (!models.claim()) {
            return new Outcome.Busy();
        }
        try {
            drop(Slot.REBUILT);
            build();
            var changes = changes();
            if (changes.filter(found -> found.sharePercent() > acceptSharePercent)
                    .isPresent()) {
                return new Outcome.Refused(changes.get());
            }
            return makeLive(Slot.REBUILT, rebuilt, changes);
        } catch (ClaimLost _) {
            return new Outcome.Busy();
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
    public Outcome undo() throws InterruptedException {
        var obstacle = models.obstacle();
        if (obstacle.isPresent()) {
            return new Outcome.Prevented(obstacle.get());
        }
        if (!models.claim()) {
            return new Outcome.Busy();
        }
        try {
            if (models.store(Slot.PREVIOUS).checkpoint().isEmpty()) {
                return new Outcome.NoPrevious();
            }
            drop(Slot.REBUILT);
            return makeLive(Slot.PREVIOUS, previous, Optional.empty());
        } catch (ClaimLost _) {
            return new Outcome.Busy();
        } finally {
            leave();
        }
    }

    private void drop(Slot slot) {
        if (!models.drop(slot)) {
            throw new ClaimLost();
        }
    }

    private void build() {
        advance("building", rebuilt, Slot.REBUILT);
    }

    /** Takes steps until the model has the log as it is now, or has come to its end. */
    private GlobalPosition advance(String work, ProjectionStep step, Slot slot) {
        var goal = log.head();
        var reached = GlobalPosition.START;
        ProjectionStep.Outcome outcome;
        do {
            holdClaim();
            outcome = step.take(position -> {
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

    private static GlobalPosition position(CircleViewStore store) {
        return store.checkpoint().map(Checkpoint::position).orElse(GlobalPosition.START);
    }

    /** How the models differ; empty when the live one has no valid checkpoint, so that nobody reads it. */
    private Optional<Changes> changes() throws InterruptedException {
        var checkpoint = models.store(Slot.LIVE).checkpoint();
        if (checkpoint.isEmpty() || checkpoint.get().position().equals(GlobalPosition.START)) {
            return Optional.empty();
        }
        var old = models.scan(Slot.LIVE);
        var anew = models.scan(Slot.REBUILT);
        // No server may be running: then it is up to this one to bring the live model to the head.
        advance("comparing", live, Slot.LIVE);
        var comparison = new Comparison(side(Slot.LIVE, live), side(Slot.REBUILT, rebuilt), log::head);
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
        var circles = Math.max(old.listed(), anew.listed());
        return Optional.of(new Changes(circles, comparison.settle()));
    }

    private long pages(ReadModelScan scan, Part part, long before, long total, Consumer<List<String>> looker) {
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

    private Comparison.Side side(Slot slot, ProjectionStep step) {
        var scan = models.scan(slot);
        return new Comparison.Side() {

            @Override
            public GlobalPosition position() {
                return advance("comparing", step, slot);
            }

            @Override
            public Map<String, ViewEntry> look(List<String> ids) {
                return scan.look(ids);
            }
        };
    }

    private Outcome makeLive(Slot slot, ProjectionStep step, Optional<Changes> changes) throws InterruptedException {
        for (var attempt = 1; attempt <= ProjectionLimits.SWITCH_ATTEMPTS; attempt++) {
            var reached = advance("switching", step, slot);
            switch (models.makeLive(slot)) {
                case DONE -> {
                    return new Outcome.Switched(reached, changes);
                }
                case CLAIM_LOST -> throw new ClaimLost();
                case TAKEN -> {
                    return new Outcome.Prevented("somebody else has begun to use a database beside the live one;"
                            + " run this again to be told which");
                }
                case BEHIND, UNUSABLE -> {
                    // A live model that is ahead of its own log is started over by its projection.
                    if (log.head().isBefore(position(models.store(Slot.LIVE)))) {
                        live.take();
                    }
                    Thread.sleep(ProjectionLimits.SWITCH_PAUSE);
                }
            }
        }
        return new Outcome.Outrun();
    }

    /** Leaves nothing half built, nor the model before the previous one, as far as Redis answers. */
    private void leave() {
        try {
            if (models.renewClaim() && models.drop(Slot.REBUILT)) {
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
