package io.ledger.projection;

import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ParkedStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** As a Redis that evicts keys: whatever is filled in is gone a moment later. */
final class ForgetfulStore implements DocumentStore<CircleView> {

    private final DocumentStore<CircleView> store;
    final List<Long> resets = new CopyOnWriteArrayList<>();

    ForgetfulStore(DocumentStore<CircleView> store) {
        this.store = store;
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        return Optional.empty();
    }

    @Override
    public Map<StreamId, CircleView> documents(Checkpoint of, Collection<StreamId> ids) {
        return store.documents(of, ids);
    }

    @Override
    public List<ParkedStream> parked() {
        return store.parked();
    }

    @Override
    public boolean apply(Checkpoint from, List<DocumentChange<CircleView>> changes, Checkpoint to) {
        return store.apply(from, changes, to);
    }

    @Override
    public boolean reset(Optional<Checkpoint> observed) {
        resets.add(System.nanoTime());
        return true;
    }
}
