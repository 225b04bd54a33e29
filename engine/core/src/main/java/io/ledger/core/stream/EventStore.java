package io.ledger.core.stream;

import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.log.Complete;
import java.util.Optional;

/**
 * The streams of one category: what the command side reads and adds to.
 *
 * @param <S> states
 */
public interface EventStore<S> {

    /**
     * Reads a stream's present state; empty when it has no events.
     *
     * @throws CorruptStreamException when its history breaks the rules
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Complete<Optional<Versioned<S>>> load(StreamId id);

    /**
     * Reads like {@link #load}, folding from the first event whatever snapshots there are. An adapter that always does so
     * has nothing to add.
     *
     * @throws CorruptStreamException when its history breaks the rules
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    default Complete<Optional<Versioned<S>>> replay(StreamId id) {
        return load(id);
    }

    /**
     * Reads like {@link #load}, for somebody who is going to append: a history that breaks the rules below a snapshot is
     * found too, as far as the adapter's limits go.
     *
     * @throws CorruptStreamException when its history breaks the rules
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    default Complete<Optional<Versioned<S>>> loadToChange(StreamId id) {
        return replay(id);
    }

    /**
     * Records events, all or none, durably before it returns; only if the events that they were decided on are still the
     * last ones of their streams. The streams may be of any category of this log.
     *
     * <p>Appending the same events again is harmless: the answer is that of the first time. So is
     * appending others under an idempotency key that was used: the answer tells what it came to.
     *
     * @throws CorruptStreamException when the history before the events breaks the rules
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer; the exception tells
     *     whether the events may have been recorded all the same
     */
    AppendResult append(Append append);
}
