package io.ledger.core.log;

/**
 * Hands committed events on without making the command wait.
 *
 * <p>A publisher may drop what it is told, or hear of it late or in another order: the log has every event
 * and its readers keep a checkpoint, so a publication saves a reader time and never tells it anything that
 * the log would not.
 */
@FunctionalInterface
public interface EventPublisher {

    /**
     * Says that an append has committed; returns at once and never throws.
     *
     * @param last the place of its last event
     */
    void published(LogPlace last);
}
