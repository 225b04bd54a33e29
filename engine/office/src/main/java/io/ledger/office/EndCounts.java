package io.ledger.office;

import io.ledger.core.tableimport.RowEnd;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/** How many rows of an import have come to which end. */
final class EndCounts {

    private final Map<RowEnd, Integer> counts = new EnumMap<>(RowEnd.class);

    EndCounts(Map<RowEnd, Integer> ends) {
        counts.putAll(ends);
    }

    void add(Collection<RowEnd> ends) {
        ends.forEach(end -> counts.merge(end, 1, Integer::sum));
    }

    int of(RowEnd end) {
        return counts.getOrDefault(end, 0);
    }

    /** The outcome of a job, with a number for each of these ends. */
    String json(String importId, RowEnd... shown) {
        var json = new StringJoiner(",", "{\"import_id\":\"%s\",".formatted(importId), "}");
        for (var end : shown) {
            json.add("\"%s\":%d".formatted(end.label(), of(end)));
        }
        return json.toString();
    }
}
