package io.ledger.http.request;

import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;

/** The direction of a list, by the parameter {@code order}. */
public enum PageOrder {
    ASCENDING("asc"),
    DESCENDING("desc");
    /** The parameter. */
    public static final String NAME = "order";

    private final String written;

    PageOrder(String written) {
        this.written = written;
    }

    /** Ascending unless something else is asked for. Where there is a fault, it stands for the value. */
    public static PageOrder of(QueryParameters parameters, Faults faults) {
        return parameters.get(NAME).map(text -> parse(text, faults)).orElse(ASCENDING);
    }

    private static PageOrder parse(String text, Faults faults) {
        for (var order : values()) {
            if (order.written.equals(text)) {
                return order;
            }
        }
        faults.add(Fault.parameter(NAME, "The order is not known; use asc or desc"));
        return ASCENDING;
    }
    /** Whether the newest or largest come first. */
    public boolean isDescending() {
        return this == DESCENDING;
    }

    @Override
    public String toString() {
        return written;
    }
}
