package io.ledger.http.history;

import io.ledger.http.answer.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the routes of histories call the streams they speak of.
 *
 * @param category that of the streams
 * @param path all of them; one is below it
 * @param id the field with a stream's id
 * @param fields the names of a stream's fields in the order of answers, by the names they are stored under
 * @param hidden the field with the event after which a stream is no longer shown
 * @param data what an event says, as it is written in JSON
 * @param unknown the problem of a stream that the log does not have
 */
public record HistoryNames<E>(
        String category,
        String path,
        String id,
        Map<String, String> fields,
        String hidden,
        Function<E, Object> data,
        Supplier<Problem> unknown) {

    public HistoryNames {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
