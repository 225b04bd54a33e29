package io.ledger.testkit.fault;

import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ParkedStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** As a Redis that evicts keys: whatever is filled in is gone a moment later. */
public final class ForgetfulStore<V extends Document> implements DocumentStore<V> {

    private final DocumentStore<V> store;
    private final List<Long> resets = new CopyOnWriteArrayList<>();

    public ForgetfulStore(DocumentStore<V> store) {
        this.store = store;
    }

    /** When it was reset, each time, by {@link System#nanoTime()}. */
    public List<Long> resets() {
        return List.copyOf(resets);
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        return Optional.empty();
    }

    @Override
    public Map<StreamId, V> documents(Checkpoint of, Collection<StreamId> ids) {
        return store.documents(of, ids);
    }

    @Override
    public List<ParkedStream> parked() {
        return store.parked();
    }

    @Override
    public boolean apply(Checkpoint from, List<DocumentChange<V>> changes, Checkpoint to) {
        return store.apply(from, changes, to);
    }

    @Override
    public boolean reset(Optional<Checkpoint> observed) {
        resets.add(System.nanoTime());
        return true;
    }
}
