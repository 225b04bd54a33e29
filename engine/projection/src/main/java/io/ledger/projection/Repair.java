package io.ledger.projection;

import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.stream.Histories;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Brings one stream of the read model to what the log says, beside the projection.
 *
 * <p>It writes under the checkpoint it finds, like every projector. That the stream may then be ahead
 * of the checkpoint does no harm: the events between are skipped when they come.
 *
 * <p>What the log says is folded from the first event, so that no snapshot has a part in it.
 */
public final class Repair<S, E, V extends Document> {

    private final ViewProjection<S, E, V> projection;
    private final StreamReplay<S, E> replay;
    private final DocumentStore<V> views;

    public Repair(ViewProjection<S, E, V> projection, Histories<S, E> histories, DocumentStore<V> views) {
        this.projection = projection;
        this.replay = new StreamReplay<>(projection.aggregate(), histories);
        this.views = views;
    }

    /** The result of a repair. */
    public sealed interface RepairOutcome {

        /** The read model has the stream as the log has it. */
        record Repaired() implements RepairOutcome {}

        /** The history still cannot be read. */
        record StillCorrupt(int version, String reason) implements RepairOutcome {}

        /** The log has no such stream. */
        record NoSuchStream() implements RepairOutcome {}

        /** The read model kept changing; to be tried again. */
        record Contended() implements RepairOutcome {}
    }

    /**
     * Repairs a stream.
     *
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer
     */
    public RepairOutcome repair(StreamId id) {
        for (var attempt = 0; attempt < ProjectionLimits.REPAIR_ATTEMPTS; attempt++) {
            var found = views.checkpoint();
            if (found.isEmpty()) {
                return new RepairOutcome.Contended();
            }
            List<DocumentChange<V>> changes;
            try {
                changes = changes(id);
            } catch (CorruptStreamException corrupt) {
                return new RepairOutcome.StillCorrupt(corrupt.version(), corrupt.reason());
            }
            if (changes.isEmpty()) {
                return new RepairOutcome.NoSuchStream();
            }
            if (views.apply(found.get(), changes, found.get())) {
                return new RepairOutcome.Repaired();
            }
        }
        return new RepairOutcome.Contended();
    }

    /**
     * Removes what the log has no stream for.
     *
     * @param ids of any shape
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    RepairOutcome discard(Collection<String> ids) {
        var changes = ids.stream()
                .<DocumentChange<V>>map(id -> new DocumentChange.Remove<>(id))
                .toList();
        for (var attempt = 0; attempt < ProjectionLimits.REPAIR_ATTEMPTS; attempt++) {
            var found = views.checkpoint();
            if (found.isPresent() && views.apply(found.get(), changes, found.get())) {
                return new RepairOutcome.Repaired();
            }
        }
        return new RepairOutcome.Contended();
    }

    /** A document is removed before it is put: one that was tampered with may claim any version. */
    private List<DocumentChange<V>> changes(StreamId id) {
        var latest = replay.latest(id);
        var changes = new ArrayList<DocumentChange<V>>();
        latest.ifPresent(_ -> changes.add(new DocumentChange.Remove<>(id)));
        latest.flatMap(state -> projection
                        .view(state)
                        .map(document -> new DocumentChange.Put<>(document, Optional.of(state.createdAt()))))
                .ifPresent(changes::add);
        return changes;
    }
}
