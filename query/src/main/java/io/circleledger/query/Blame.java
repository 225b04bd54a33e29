package io.circleledger.query;

import io.circleledger.domain.eventstore.CircleHistories.Entry;
import java.util.Optional;

/**
 * For each field of a circle, its value and the event that set it.
 *
 * @param version that of the circle's last event
 * @param dissolved the event that ended the circle, if one did; the fields are its last ones then
 */
public record Blame(int version, Origin<String> name, Origin<Integer> capacity, Optional<Entry> dissolved) {

    /** A value with the event that set it. */
    public record Origin<T>(T value, Entry setBy) {}
}
