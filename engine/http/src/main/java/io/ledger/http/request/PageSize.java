package io.ledger.http.request;

import io.ledger.http.HttpLimits;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.PositiveInteger;

/** How many entries a page of a list has at most, by the parameter {@code limit}. */
public final class PageSize {

    /** The parameter. */
    public static final String NAME = "limit";

    private PageSize() {}

    /** What is asked for, or {@link HttpLimits#PAGE_DEFAULT}. Where there is a fault, that stands for the value. */
    public static int of(QueryParameters parameters, Faults faults) {
        return parameters.get(NAME).map(text -> parse(text, faults)).orElse(HttpLimits.PAGE_DEFAULT);
    }

    private static int parse(String text, Faults faults) {
        return PositiveInteger.parse(text)
                .filter(limit -> limit <= HttpLimits.PAGE_MAX)
                .orElseGet(() -> {
                    faults.add(
                            Fault.parameter(NAME, "The limit must be a whole number from 1 to " + HttpLimits.PAGE_MAX));
                    return HttpLimits.PAGE_DEFAULT;
                });
    }
}
