package io.ledger.core.document;

import io.ledger.core.StreamId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A read model, as its projection reads and writes it.
 *
 * <p>Any number of projections may write at once: each write names the checkpoint that it was computed from, and is
 * applied only if that is still the checkpoint.
 *
 * @param <V> documents
 */
public interface DocumentStore<V extends Document> {

    /**
     * The checkpoint: the last applied event. Empty when the read model has none, or none that can be read.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Optional<Checkpoint> checkpoint();

    /**
     * The current documents of some streams, in one call; a stream without one is absent.
     *
     * @param of the checkpoint that the caller started from; the documents are those of the same generation
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Map<StreamId, V> documents(Checkpoint of, Collection<StreamId> ids);

    /** How many parked streams are returned at once. */
    int MAX_PARKED = 1_000;

    /**
     * The parked streams, at most {@link #MAX_PARKED} of them, in the order of the times at which they were parked.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    List<ParkedStream> parked();

    /**
     * Applies changes and the checkpoint that covers them, all or none, in one call.
     *
     * <p>The caller has read the documents after it read the checkpoint. A document that was written since then, by a
     * write that did not move the checkpoint, is never replaced by one of an older version.
     *
     * @return whether it was applied; not when {@code from} is no longer the checkpoint
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    boolean apply(Checkpoint from, List<DocumentChange<V>> changes, Checkpoint to);

    /**
     * Empties the read model and sets its checkpoint to the start of the log. If this is interrupted, what is left has
     * no checkpoint.
     *
     * @param observed the checkpoint that turned out to be unusable
     * @return whether it was emptied; not when another checkpoint has been set meanwhile
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    boolean reset(Optional<Checkpoint> observed);
}
