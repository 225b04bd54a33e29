package io.circleledger.domain.circle;

import io.ledger.core.stream.StreamId;
/**
 * A circle as its history has made it.
 *
 * @param version the number of events folded into this state, from 1
 * @param dissolved whether the circle has come to its end
 */
public record Circle(StreamId id, CircleName name, Capacity capacity, boolean dissolved, int version) {}
