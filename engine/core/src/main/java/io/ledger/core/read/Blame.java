package io.ledger.core.read;

import io.ledger.core.stream.Histories.Entry;
import java.util.Map;
import java.util.Optional;

/**
 * For each field of a stream's state, its value and the event that set it.
 *
 * @param version that of the stream's last event
 * @param fields by name, in the order of the projection
 * @param hidden the event after which the stream is no longer shown, if there is one; the fields are its last ones then
 */
public record Blame<E>(int version, Map<String, Origin<E>> fields, Optional<Entry<E>> hidden) {

    /** A value with the event that set it. */
    public record Origin<E>(Object value, Entry<E> setBy) {}
}
