package io.circleledger.domain.eventstore;

import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import java.util.List;

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
     * Hands on what one append has committed; returns at once and never throws.
     *
     * @param events at least one, one after the other in the log
     */
    void published(List<RecordedEvent> events);
}
