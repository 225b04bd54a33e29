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
import java.util.concurrent.CountDownLatch;

/** A real store that holds whoever writes until it is told to let go. */
public final class HeldStore<V extends Document> implements DocumentStore<V> {

    private final DocumentStore<V> store;
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private volatile boolean interrupted;

    public HeldStore(DocumentStore<V> store) {
        this.store = store;
    }

    public void awaitWriter() throws InterruptedException {
        held.await();
    }

    public void letGo() {
        letGo.countDown();
    }

    /** Whether a writer was interrupted in the middle of its work. */
    public boolean wasInterrupted() {
        return interrupted;
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
        held.countDown();
        try {
            letGo.await();
        } catch (InterruptedException _) {
            interrupted = true;
        }
        return store.apply(from, applied, to);
    }

    @Override
    public boolean reset(Optional<Checkpoint> observed) {
        return store.reset(observed);
    }
}
