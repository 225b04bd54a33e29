package io.ledger.http.request;

import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a query, each at most once unless it may be repeated.
 *
 * <p>A parameter that is not known is a fault: ignoring a filter would give an answer to another
 * question.
 */
public record QueryParameters(Map<String, List<String>> values) {

    /** What stands for octets that are no UTF-8. */
    private static final char NOT_UTF_8 = '\ufffd';

    /** The parameters of a request, each given once at most. */
    public static QueryParameters of(Call call, List<String> known, Faults faults) {
        return of(call, known, Set.of(), faults);
    }

    /**
     * The parameters of a request.
     *
     * @param repeatable those among the known that may be given several times
     */
    public static QueryParameters of(Call call, List<String> known, Set<String> repeatable, Faults faults) {
        var query = call.request().query();
        var values = new HashMap<String, List<String>>();
        for (var name : query.names()) {
            var given = query.all(name);
            if (name.isEmpty() && given.isEmpty()) {
                continue; // Nothing stands before, between or after two ampersands.
            }
            if (!known.contains(name)) {
                faults.add(Fault.parameter(name, unknown(known)));
            } else if (given.isEmpty()) {
                faults.add(Fault.parameter(name, "The parameter has no value; give it one, or leave it out"));
            } else if (given.size() != 1 && !repeatable.contains(name)) {
                faults.add(Fault.parameter(name, "The parameter is given several times; give it once"));
            } else if (given.stream().anyMatch(value -> value.indexOf(NOT_UTF_8) >= 0)) {
                faults.add(Fault.parameter(name, "The value is not valid UTF-8; encode it as such"));
            } else {
                values.put(name, given);
            }
        }
        return new QueryParameters(values);
    }

    private static String unknown(List<String> known) {
        return known.isEmpty()
                ? "The parameter is not known; this request takes none"
                : "The parameter is not known; known are " + String.join(", ", known);
    }
    /** The value of a parameter. */
    public Optional<String> get(String name) {
        return all(name).stream().findFirst();
    }

    /** All values of a parameter that may be repeated. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
