package io.ledger.core.stream;

import io.ledger.core.log.GlobalPosition;

/**
 * What must not have happened for an append to be recorded: an event that the query takes, after a position.
 *
 * <p>Whoever decides by events of several streams reads them by the query, and appends on the condition that no other one
 * has come since. A stream's expected version is the same thought for one stream.
 *
 * @param after what the decider has read to
 */
public record AppendCondition(EventQuery failIfEventsMatch, GlobalPosition after) {}
