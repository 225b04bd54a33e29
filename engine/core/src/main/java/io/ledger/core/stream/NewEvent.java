package io.ledger.core.stream;

import java.time.Instant;
import java.util.UUID;

/**
 * An event on its way into the log, with everything but the places the log gives it.
 *
 * @param id tells this event from every other; an append whose answer was lost is known by it
 * @param occurredAt in whole microseconds
 */
public record NewEvent<E>(UUID id, Instant occurredAt, EventMetadata metadata, E event) {}
