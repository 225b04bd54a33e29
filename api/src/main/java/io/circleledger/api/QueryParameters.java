package io.circleledger.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a query, each at most once.
 *
 * <p>A parameter that is not known is a fault: ignoring a filter would give an answer to another
 * question.
 */
record QueryParameters(Map<String, String> values) {

    static QueryParameters of(Call call, List<String> known, Faults faults) {
        var query = call.request().query();
        var values = new HashMap<String, String>();
        for (var name : query.names()) {
            var given = query.all(name);
            if (!known.contains(name)) {
                faults.add(Fault.parameter(name, unknown(known)));
            } else if (given.size() != 1) {
                faults.add(Fault.parameter(name, "The parameter is given several times; give it once"));
            } else {
                values.put(name, given.getFirst());
            }
        }
        return new QueryParameters(values);
    }

    private static String unknown(List<String> known) {
        return known.isEmpty()
                ? "The parameter is not known; this request takes none"
                : "The parameter is not known; known are " + String.join(", ", known);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
