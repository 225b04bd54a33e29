package io.ledger.core.stream;

import io.ledger.core.log.GlobalPosition;

/**
 * A condition of an append: it fails if an event that matches the query was recorded after a position.
 *
 * <p>A decision that depends on events of several streams reads them by the query. Its append then has the condition
 * that no other matching event was recorded since. A stream's expected version is the same idea for one stream.
 *
 * @param after the position up to which the events were read
 */
public record AppendCondition(EventQuery failIfEventsMatch, GlobalPosition after) {}
