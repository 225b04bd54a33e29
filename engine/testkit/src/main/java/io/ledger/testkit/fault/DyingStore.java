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

/** A real store that counts its writes and after a number of them lets whoever writes die. */
public final class DyingStore<V extends Document> implements DocumentStore<V> {

    /** The end of a process, as far as a test can have it. */
    public static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final DocumentStore<V> store;
    private final int writes;
    private int written;
    private int changes;

    public DyingStore(DocumentStore<V> store, int writes) {
        this.store = store;
        this.writes = writes;
    }

    public int written() {
        return written;
    }

    public int changes() {
        return changes;
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        return store.checkpoint();
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
    public boolean apply(Checkpoint from, List<DocumentChange<V>> applied, Checkpoint to) {
        if (written == writes) {
            throw new Died();
        }
        written++;
        changes += applied.size();
        return store.apply(from, applied, to);
    }

    @Override
    public boolean reset(Optional<Checkpoint> observed) {
        return store.reset(observed);
    }
}
