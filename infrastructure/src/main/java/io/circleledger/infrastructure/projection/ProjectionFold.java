package io.circleledger.infrastructure.projection;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.eventstore.EventStore;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.eventstore.LogEntry.UnreadableEntry;
import io.circleledger.domain.eventstore.LogEntry;
import io.circleledger.domain.readmodel.CircleProjection.Projected;
import io.circleledger.domain.readmodel.CircleProjection;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.domain.readmodel.CircleViewStore;
import io.circleledger.domain.readmodel.ParkedCircle;
import io.circleledger.domain.readmodel.ViewChange;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.CorruptStreamException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one step, reduced to one change a circle.
 *
 * <p>The present view of a circle is looked up once, when it is met for the first time, and not at all
 * if that is its creation. From then on what the read model holds is older than what is known here.
 */
final class ProjectionFold {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionFold.class);

    /** A circle so far: its view, and what changes about it. */
    private static final class Folded {
        private @Nullable CircleView view;
        private @Nullable ViewChange change;
    }

    private final EventStore store;
    private final CircleViewStore views;
    private final InstantSource clock;
    /** In the order in which they were met, so that what was created first is written first. */
    private final Map<String, Folded> circles = new LinkedHashMap<>();

    ProjectionFold(EventStore store, CircleViewStore views, InstantSource clock) {
        this.store = store;
        this.views = views;
        this.clock = clock;
    }

    /**
     * Folds the next entries of the log.
     *
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer
     */
    void page(List<LogEntry> entries) {
        lookUp(entries);
        for (var entry : entries) {
            switch (entry) {
                case RecordedEvent event -> event(event);
                case UnreadableEntry row -> park(row.circleId(), row.version(), row.position(), row.reason());
            }
        }
    }

    /** How many circles the entries so far are about. */
    int circles() {
        return circles.size();
    }

    /** What changes, at most once for each circle. */
    List<ViewChange> changes() {
        return circles.values().stream()
                .map(folded -> folded.change)
                .filter(Objects::nonNull)
                .toList();
    }

    private void lookUp(List<LogEntry> entries) {
        var mayHaveView = new ArrayList<StreamId>();
        for (var entry : entries) {
            switch (entry) {
                case RecordedEvent event -> {
                    if (open(event.circleId().id()) && event.version() > 1) {
                        mayHaveView.add(event.circleId());
                    }
                }
                case UnreadableEntry row -> open(row.circleId());
            }
        }
        views.views(mayHaveView).forEach((id, view) -> folded(id.id()).view = view);
    }

    private boolean open(String circleId) {
        return circles.putIfAbsent(circleId, new Folded()) == null;
    }

    private Folded folded(String circleId) {
        return circles.computeIfAbsent(circleId, _ -> new Folded());
    }

    private void event(RecordedEvent event) {
        var folded = folded(event.circleId().id());
        switch (CircleProjection.project(Optional.ofNullable(folded.view), event)) {
            case Projected.Visible(var view) ->
                put(folded, view, event.version() == 1 ? Optional.of(event.position()) : listed(folded));
            case Projected.Gone() -> remove(folded, event.circleId());
            case Projected.AlreadyApplied() -> {}
            case Projected.OutOfSequence() -> reload(folded, event.circleId(), event.position());
        }
    }

    /** Where an earlier event of this step wants the circle listed. */
    private static Optional<GlobalPosition> listed(Folded folded) {
        return folded.change instanceof ViewChange.Put put ? put.createdAt() : Optional.empty();
    }

    /** The view was lost or is not the one expected: the log has the circle as it is now. */
    private void reload(Folded folded, StreamId id, GlobalPosition noticedAt) {
        try {
            var latest = store.load(id)
                    .latest()
                    .orElseThrow(() -> new CorruptStreamException(id, 1, "the log has no such history"));
            var circle = latest.circle();
            if (circle.dissolved()) {
                remove(folded, id);
            } else {
                put(folded, CircleView.of(circle), Optional.of(latest.createdAt()));
            }
        } catch (CorruptStreamException corrupt) {
            park(id.id(), corrupt.version(), noticedAt, corrupt.reason());
        }
    }

    private static void put(Folded folded, CircleView view, Optional<GlobalPosition> createdAt) {
        folded.view = view;
        folded.change = new ViewChange.Put(view, createdAt);
    }

    private static void remove(Folded folded, StreamId id) {
        folded.view = null;
        folded.change = new ViewChange.Remove(id);
    }

    private void park(String circleId, int version, GlobalPosition position, String reason) {
        var folded = folded(circleId);
        folded.view = null;
        if (folded.change instanceof ViewChange.Park) {
            return;
        }
        folded.change = new ViewChange.Park(new ParkedCircle(circleId, version, position, reason, clock.instant()));
        LOG.atError()
                .addKeyValue("circle_id", circleId)
                .addKeyValue("version", version)
                .addKeyValue("position", position)
                .addKeyValue("reason", reason)
                .log("circle parked");
    }
}
