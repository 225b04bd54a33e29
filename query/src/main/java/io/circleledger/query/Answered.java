package io.circleledger.query;

import io.ledger.core.log.GlobalPosition;
import java.util.Optional;

/**
 * An answer about one circle.
 *
 * @param completeTo every event up to here is in the answer
 * @param answer empty when there never was such a circle
 */
public record Answered<T>(GlobalPosition completeTo, Optional<T> answer) {}
