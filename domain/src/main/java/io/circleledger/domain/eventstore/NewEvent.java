package io.circleledger.domain.eventstore;

import io.circleledger.domain.circle.CircleEvent;
import io.ledger.core.stream.EventMetadata;
import java.time.Instant;
import java.util.UUID;

/**
 * An event on its way into the log, with everything but the places the log gives it.
 *
 * @param id tells this event from every other; an append whose answer was lost is known by it
 * @param occurredAt in whole microseconds
 */
public record NewEvent(UUID id, Instant occurredAt, EventMetadata metadata, CircleEvent event) {}
