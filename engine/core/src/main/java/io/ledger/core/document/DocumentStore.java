package io.ledger.core.document;

import io.ledger.core.StreamId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The read model as its projection writes it.
 *
 * <p>Any number of projections may write at once: every change names the checkpoint it was worked
 * out from and happens only while that is still the checkpoint.
 *
 * @param <V> documents
 */
public interface DocumentStore<V extends Document> {

    /**
     * The last applied place, empty when the read model holds none that can be understood.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Optional<Checkpoint> checkpoint();

    /**
     * The present documents of some streams, in one call; a stream without one is absent.
     *
     * @param of the checkpoint that is worked from; the documents are those of the same read model
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Map<StreamId, V> documents(Checkpoint of, Collection<StreamId> ids);

    /** How many parked streams are told of at once. */
    int MAX_PARKED = 1_000;

    /**
     * The streams that are parked, at most {@link #MAX_PARKED} of them, by the time they were.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    List<ParkedStream> parked();

    /**
     * Applies changes and the checkpoint that covers them, all or none, in one call.
     *
     * <p>Whoever writes has read the documents after that checkpoint. A document that was written since then, by one who
     * left the checkpoint where it is, never gives way to one of an older version.
     *
     * @return whether it was applied; not when {@code from} is no longer the checkpoint
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    boolean apply(Checkpoint from, List<DocumentChange<V>> changes, Checkpoint to);

    /**
     * Empties the read model and sets its checkpoint to the start of the log. What is left when it is
     * cut short has no checkpoint.
     *
     * @param observed the checkpoint that turned out to be of no use
     * @return whether it was emptied; not when another checkpoint has been set meanwhile
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    boolean reset(Optional<Checkpoint> observed);
}
