package io.ledger.core.log;

/**
 * Wakes the readers of the log after a commit, without making the command wait.
 *
 * <p>A publication may be dropped, late or out of order: the log has every event and its readers keep a checkpoint. So
 * a publication only saves a reader time and contains nothing that is not in the log.
 */
@FunctionalInterface
public interface EventPublisher {

    /**
     * Called when an append has committed; returns at once and never throws.
     *
     * @param last the place of its last event
     */
    void published(LogPlace last);
}
