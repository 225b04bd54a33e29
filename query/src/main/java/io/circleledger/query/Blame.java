package io.circleledger.query;

import io.circleledger.domain.circle.CircleEvent;
import io.ledger.core.stream.Histories.Entry;
import java.util.Optional;

/**
 * For each field of a circle, its value and the event that set it.
 *
 * @param version that of the circle's last event
 * @param dissolved the event that ended the circle, if one did; the fields are its last ones then
 */
public record Blame(int version, Origin<String> name, Origin<Integer> capacity, Optional<Entry<CircleEvent>> dissolved) {

    /** A value with the event that set it. */
    public record Origin<T>(T value, Entry<CircleEvent> setBy) {}
}
