package io.circleledger.domain.eventstore;

/**
 * Hands committed events on without making the command wait.
 *
 * <p>A publisher may drop what it is told: the log has every event and its readers keep a
 * checkpoint, so a publication only says that it is worth looking now.
 */
@FunctionalInterface
public interface EventPublisher {

    /** Says that events up to this position are committed; returns at once and never throws. */
    void published(GlobalPosition upTo);
}
