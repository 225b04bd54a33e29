package io.circleledger.domain.eventstore;

import io.ledger.core.stream.StreamId;
import io.ledger.core.stream.AppendResult;

/** The histories of all circles: what the command side reads and adds to. */
public interface EventStore {

    /**
     * Reads a circle's present state.
     *
     * @throws io.ledger.core.stream.CorruptStreamException when its history breaks the
     *     rules
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    StoredCircle load(StreamId id);

    /**
     * Reads like {@link #load}, folding from the first event whatever snapshots there are. An adapter that always does so
     * has nothing to add.
     *
     * @throws io.ledger.core.stream.CorruptStreamException when its history breaks the
     *     rules
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    default StoredCircle replay(StreamId id) {
        return load(id);
    }

    /**
     * Reads like {@link #load}, for somebody who is going to append: a history that breaks the rules below a snapshot is
     * found too, as far as the adapter's limits go.
     *
     * @throws io.ledger.core.stream.CorruptStreamException when its history breaks the
     *     rules
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    default StoredCircle loadToChange(StreamId id) {
        return replay(id);
    }

    /**
     * Records events, all or none, durably before it returns; only if the event that they were decided on is still the
     * circle's last one.
     *
     * <p>Appending the same events again is harmless: the answer is that of the first time. So is
     * appending others under an idempotency key that was used: the answer tells what it came to.
     *
     * @throws io.ledger.core.stream.CorruptStreamException when the history before the events breaks the rules
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer; the exception tells
     *     whether the events may have been recorded all the same
     */
    AppendResult append(Append append);
}
