package io.circleledger.infrastructure.projection;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.eventstore.CircleHistories;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.domain.readmodel.CircleViewStore;
import io.circleledger.domain.readmodel.ViewChange;
import io.ledger.core.stream.CorruptStreamException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Brings one circle of the read model to what the log says, beside the projection.
 *
 * <p>It writes under the checkpoint it finds, like every projector. That the circle may then be ahead
 * of the checkpoint does no harm: the events between are skipped when they come.
 *
 * <p>What the log says is folded from the first event, so that no snapshot has a part in it.
 */
public final class CircleRepair {

    private final CircleFold fold;
    private final CircleViewStore views;

    public CircleRepair(CircleHistories histories, CircleViewStore views) {
        this.fold = new CircleFold(histories);
        this.views = views;
    }

    /** What a repair came to. */
    public sealed interface Outcome {

        /** The read model has the circle as the log has it. */
        record Repaired() implements Outcome {}

        /** The history still cannot be read. */
        record StillCorrupt(int version, String reason) implements Outcome {}

        /** The log has no such circle. */
        record Unknown() implements Outcome {}

        /** The read model kept changing; to be tried again. */
        record Busy() implements Outcome {}
    }

    /**
     * Repairs a circle.
     *
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer
     */
    public Outcome repair(StreamId id) {
        for (var attempt = 0; attempt < ProjectionLimits.REPAIR_ATTEMPTS; attempt++) {
            var found = views.checkpoint();
            if (found.isEmpty()) {
                return new Outcome.Busy();
            }
            List<ViewChange> changes;
            try {
                changes = changes(id);
            } catch (CorruptStreamException corrupt) {
                return new Outcome.StillCorrupt(corrupt.version(), corrupt.reason());
            }
            if (changes.isEmpty()) {
                return new Outcome.Unknown();
            }
            if (views.apply(found.get(), changes, found.get())) {
                return new Outcome.Repaired();
            }
        }
        return new Outcome.Busy();
    }

    /**
     * Removes what the log has no circle for.
     *
     * @param ids of any shape
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Outcome discard(Collection<String> ids) {
        var changes = ids.stream().<ViewChange>map(ViewChange.Remove::new).toList();
        for (var attempt = 0; attempt < ProjectionLimits.REPAIR_ATTEMPTS; attempt++) {
            var found = views.checkpoint();
            if (found.isPresent() && views.apply(found.get(), changes, found.get())) {
                return new Outcome.Repaired();
            }
        }
        return new Outcome.Busy();
    }

    /** A document is removed before it is put: one that was tampered with may claim any version. */
    private List<ViewChange> changes(StreamId id) {
        var latest = fold.latest(id);
        var changes = new ArrayList<ViewChange>();
        latest.ifPresent(_ -> changes.add(new ViewChange.Remove(id)));
        latest.filter(it -> !it.circle().dissolved())
                .ifPresent(
                        it -> changes.add(new ViewChange.Put(CircleView.of(it.circle()), Optional.of(it.createdAt()))));
        return changes;
    }
}
