package io.ledger.core.stream;

import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.log.Complete;
import java.util.Optional;

/**
 * The streams of one category, as the command side reads and appends to them.
 *
 * @param <S> states
 */
public interface EventStore<S> {

    /**
     * Reads a stream's current state; empty when it has no events.
     *
     * @throws CorruptStreamException when its history breaks the rules
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Complete<Optional<Versioned<S>>> load(StreamId id);

    /**
     * Reads like {@link #load}, from a state that was the stream's before: of its history only the end is read. A state that
     * is not, or no longer, of this history changes nothing. An adapter that loads as quickly has nothing to add.
     *
     * @throws CorruptStreamException when its history breaks the rules
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    default Complete<Optional<Versioned<S>>> loadSince(Versioned<S> known) {
        return load(known.stream());
    }

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
     * Reads like {@link #load}, before an append: it also finds a history that breaks the rules below a snapshot,
     * within the adapter's limits.
     *
     * @throws CorruptStreamException when its history breaks the rules
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    default Complete<Optional<Versioned<S>>> loadToChange(StreamId id) {
        return replay(id);
    }

    /**
     * Records events, all or none, durably before it returns; only if the events that they were decided on are still
     * the last ones of their streams. The streams may be of any category of this log.
     *
     * <p>Appending the same events again is harmless: the answer is that of the first time. So is appending others
     * under an idempotency key that was used: the answer is the recorded one.
     *
     * @throws CorruptStreamException when the history before the events breaks the rules
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer; the exception shows whether the
     *     events may have been recorded all the same
     */
    AppendResult append(Append append);
}
