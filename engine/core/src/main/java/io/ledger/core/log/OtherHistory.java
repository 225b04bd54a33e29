package io.ledger.core.log;

/**
 * Hears that the log has another history than it had.
 *
 * <p>A log can lose its end, by a restored backup or a failover to a replica that lagged, and then grow another one. What
 * was read or remembered of the lost end is worth nothing from then on.
 */
@FunctionalInterface
public interface OtherHistory {

    /** Tells nobody. */
    OtherHistory UNHEARD = _ -> {};

    /**
     * Takes note; returns at once, never throws, and may be told of the same change many times.
     *
     * @param noticedBy who noticed, for the log of the server
     */
    void noticed(String noticedBy);
}
