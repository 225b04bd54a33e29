package io.ledger.core.log;

/**
 * Notified when the log has another history than before.
 *
 * <p>A log can lose its end, by a restored backup or a failover to a replica that lagged, and then grow again with
 * other events. What was read or remembered of the lost end is invalid from then on.
 */
@FunctionalInterface
public interface OtherHistory {

    /** Ignores it. */
    OtherHistory UNHEARD = _ -> {};

    /**
     * Called when somebody has noticed it; returns at once, never throws, and may be called many times for the same
     * change.
     *
     * @param noticedBy who noticed, for the log of the server
     */
    void noticed(String noticedBy);
}
