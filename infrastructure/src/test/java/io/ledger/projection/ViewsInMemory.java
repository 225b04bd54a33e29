package io.ledger.projection;

import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ParkedStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A read model in memory that tells what was looked up in it. As in every read model, a document never gives way to one
 * of an older version.
 */
final class ViewsInMemory implements DocumentStore<CircleView> {

    private final Map<StreamId, CircleView> documents = new LinkedHashMap<>();
    private final Map<String, ParkedStream> parked = new LinkedHashMap<>();
    private final List<StreamId> lookedUp = new ArrayList<>();
    private Checkpoint checkpoint = Checkpoint.START;
    private int resets;

    void put(CircleView view) {
        documents.put(Circles.stream(view.id()), view);
    }

    void clear() {
        documents.clear();
    }

    List<CircleView> documents() {
        return List.copyOf(documents.values());
    }

    Optional<CircleView> find(StreamId id) {
        return Optional.ofNullable(documents.get(id));
    }

    /** The streams that were looked up, one after the other. */
    List<StreamId> lookedUp() {
        return lookedUp;
    }

    /** How often it was emptied by a projection. */
    int resets() {
        return resets;
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        return Optional.of(checkpoint);
    }

    @Override
    public Map<StreamId, CircleView> documents(Checkpoint of, Collection<StreamId> ids) {
        lookedUp.addAll(ids);
        var found = new LinkedHashMap<>(documents);
        found.keySet().retainAll(ids);
        return found;
    }

    @Override
    public List<ParkedStream> parked() {
        return List.copyOf(parked.values());
    }

    void apply(DocumentChange<CircleView> change) {
        switch (change) {
            case DocumentChange.Put<CircleView>(var view, var _) -> {
                parked.remove(view.id());
                documents.merge(
                        Circles.stream(view.id()), view, (old, next) -> old.version() > next.version() ? old : next);
            }
            case DocumentChange.Remove<CircleView>(var id) -> {
                parked.remove(id);
                Circles.parse(id).ifPresent(documents::remove);
            }
            case DocumentChange.Park<CircleView>(var stream) -> {
                parked.put(stream.streamId(), stream);
                Circles.parse(stream.streamId()).ifPresent(documents::remove);
            }
        }
    }

    @Override
    public boolean apply(Checkpoint from, List<DocumentChange<CircleView>> changes, Checkpoint to) {
        if (!from.equals(checkpoint)) {
            return false;
        }
        changes.forEach(this::apply);
        checkpoint = to;
        return true;
    }

    @Override
    public boolean reset(Optional<Checkpoint> observed) {
        resets++;
        documents.clear();
        parked.clear();
        checkpoint = Checkpoint.START;
        return true;
    }
}
