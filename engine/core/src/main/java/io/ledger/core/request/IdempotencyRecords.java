package io.ledger.core.request;

import io.ledger.core.stream.EventStore;
import java.time.Duration;
import java.util.Optional;

/**
 * The answers given to requests with idempotency keys.
 *
 * <p>The answer to a request that appends events is recorded by {@link EventStore#append} in the
 * transaction of the events.
 */
public interface IdempotencyRecords {

    /**
     * The first answer under a key, empty when there was none yet or it is forgotten.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Optional<RecordedAnswer> find(IdempotencyKey key);

    /**
     * Records the answer to a request that appended nothing.
     *
     * @return what is recorded under the key: this answer, or an earlier one
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    RecordedAnswer remember(IdempotencyKey key, RecordedAnswer answer);

    /**
     * Forgets old answers.
     *
     * @param age how old an answer has to be
     * @param limit how many are forgotten in this step at most
     * @return how many were
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    int forget(Duration age, int limit);
}
