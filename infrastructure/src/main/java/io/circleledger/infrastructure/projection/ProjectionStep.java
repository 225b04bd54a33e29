package io.circleledger.infrastructure.projection;

import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.circle.CorruptStreamException;
import io.circleledger.domain.eventstore.EventLog;
import io.circleledger.domain.eventstore.EventStore;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.eventstore.LogEntry;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.eventstore.LogEntry.UnreadableEntry;
import io.circleledger.domain.readmodel.Checkpoint;
import io.circleledger.domain.readmodel.CircleProjection;
import io.circleledger.domain.readmodel.CircleProjection.Projected;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.domain.readmodel.CircleViewStore;
import io.circleledger.domain.readmodel.ParkedCircle;
import io.circleledger.domain.readmodel.ViewChange;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One step of the projection: the next events of the log, folded into the read model.
 *
 * <p>A step reads the checkpoint, the log from there on, and the present views of the circles that
 * the events are about. It folds in memory and writes the outcome with the new checkpoint in one
 * call, which counts only if the checkpoint has not moved meanwhile. So a step that is cut short has
 * done nothing, and two servers may take the same step: one of them does it.
 *
 * <p>The log is read from the checkpoint's own event on, and that event must be the one that the
 * checkpoint names. If it is not, the read model was built from another log, or from an end of this
 * one that did not survive: it is emptied and built anew.
 *
 * <p>A circle whose history cannot be read is parked: it leaves the read model, so that whoever asks
 * for it is told by the log what is wrong, and it stops no other circle.
 */
final class ProjectionStep {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionStep.class);

    private final EventLog log;
    private final EventStore store;
    private final CircleViewStore views;
    private final InstantSource clock;
    private final int batch;

    ProjectionStep(EventLog log, EventStore store, CircleViewStore views, InstantSource clock) {
        this(log, store, views, clock, ProjectionLimits.BATCH);
    }

    /** @param batch events in one step, at most one less than a page of the log */
    ProjectionStep(EventLog log, EventStore store, CircleViewStore views, InstantSource clock, int batch) {
        this.log = log;
        this.store = store;
        this.views = views;
        this.clock = clock;
        this.batch = batch;
    }

    /** What a step came to. */
    sealed interface Outcome {

        /** There is more to do at once. */
        record Progressed(GlobalPosition position) implements Outcome {}

        /** The read model has the whole log. */
        record CaughtUp(GlobalPosition position) implements Outcome {}
    }

    /**
     * @throws io.circleledger.domain.StoreUnavailableException when a store does not answer
     */
    Outcome take() {
        var found = views.checkpoint();
        if (found.isEmpty()) {
            return startOver(found, "the read model has no valid checkpoint");
        }
        var from = found.get();
        var entries = log.readFrom(from.position(), batch + 1);
        if (!from.position().equals(GlobalPosition.START)) {
            if (entries.isEmpty() || !isAt(from, entries.getFirst())) {
                return startOver(found, "the read model was built from another log");
            }
            entries = entries.subList(1, entries.size());
        }
        if (entries.isEmpty()) {
            return new Outcome.CaughtUp(from.position());
        }
        var to = new Checkpoint(entries.getLast().position(), entries.getLast().eventId());
        views.apply(from, changes(entries), to);
        return new Outcome.Progressed(to.position());
    }

    private Outcome startOver(Optional<Checkpoint> found, String reason) {
        if (views.reset(found)) {
            LOG.atInfo().addKeyValue("reason", reason).log("read model starts over from the log");
        }
        return new Outcome.Progressed(GlobalPosition.START);
    }

    private static boolean isAt(Checkpoint checkpoint, LogEntry entry) {
        return entry.position().equals(checkpoint.position()) && entry.eventId().equals(checkpoint.eventId());
    }

    private List<ViewChange> changes(List<LogEntry> entries) {
        var fold = new Fold(views.views(changedWithin(entries)));
        entries.forEach(fold::entry);
        return List.copyOf(fold.changes.values());
    }

    /** The circles whose first event here is not their creation, so that they may have a view. */
    private static List<CircleId> changedWithin(List<LogEntry> entries) {
        var first = new LinkedHashMap<CircleId, RecordedEvent>();
        for (var entry : entries) {
            if (entry instanceof RecordedEvent event) {
                first.putIfAbsent(event.circleId(), event);
            }
        }
        return first.values().stream()
                .filter(event -> event.version() > 1)
                .map(RecordedEvent::circleId)
                .toList();
    }

    /** The events of one step, reduced to one change a circle. */
    private final class Fold {

        private final Map<CircleId, CircleView> present;
        private final Map<String, ViewChange> changes = new LinkedHashMap<>();

        Fold(Map<CircleId, CircleView> present) {
            this.present = new HashMap<>(present);
        }

        void entry(LogEntry entry) {
            switch (entry) {
                case RecordedEvent event -> event(event);
                case UnreadableEntry row -> park(row.circleId(), row.version(), row.position(), row.reason());
            }
        }

        private void event(RecordedEvent event) {
            var id = event.circleId();
            switch (CircleProjection.project(Optional.ofNullable(present.get(id)), event)) {
                case Projected.Visible(var view) ->
                    put(id, view, event.version() == 1 ? Optional.of(event.position()) : listed(id));
                case Projected.Gone() -> remove(id);
                case Projected.AlreadyApplied() -> {}
                case Projected.OutOfSequence() -> reload(id, event.position());
            }
        }

        /** Where an earlier event of this step wants the circle listed. */
        private Optional<GlobalPosition> listed(CircleId id) {
            return changes.get(id.value()) instanceof ViewChange.Put put ? put.createdAt() : Optional.empty();
        }

        /** The view was lost or is not the one expected: the log has the circle as it is now. */
        private void reload(CircleId id, GlobalPosition noticedAt) {
            try {
                var latest = store.load(id)
                        .latest()
                        .orElseThrow(() -> new CorruptStreamException(id, 1, "the log has no such history"));
                var circle = latest.circle();
                if (circle.dissolved()) {
                    remove(id);
                } else {
                    put(id, CircleView.of(circle), Optional.of(latest.createdAt()));
                }
            } catch (CorruptStreamException corrupt) {
                park(id.value(), corrupt.version(), noticedAt, corrupt.reason());
            }
        }

        private void put(CircleId id, CircleView view, Optional<GlobalPosition> createdAt) {
            present.put(id, view);
            changes.put(id.value(), new ViewChange.Put(view, createdAt));
        }

        private void remove(CircleId id) {
            present.remove(id);
            changes.put(id.value(), new ViewChange.Remove(id));
        }

        private void park(String circleId, int version, GlobalPosition position, String reason) {
            CircleId.parse(circleId).ifPresent(present::remove);
            if (changes.get(circleId) instanceof ViewChange.Park) {
                return;
            }
            changes.put(
                    circleId,
                    new ViewChange.Park(new ParkedCircle(circleId, version, position, reason, clock.instant())));
            LOG.atError()
                    .addKeyValue("circle_id", circleId)
                    .addKeyValue("version", version)
                    .addKeyValue("position", position)
                    .addKeyValue("reason", reason)
                    .log("circle parked");
        }
    }
}
