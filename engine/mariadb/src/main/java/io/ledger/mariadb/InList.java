package io.ledger.mariadb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The values of an {@code IN}, some of them twice: their number is a power of two, so that a statement is prepared for a few
 * lengths and not for each.
 *
 * @param <T> what they are
 * @param values at least one
 */
public record InList<T>(List<T> values) {

    /**
     * Pads them with the last.
     *
     * @param distinct one at least
     */
    public static <T> InList<T> of(Collection<T> distinct) {
        var values = new ArrayList<T>(distinct);
        var length = Integer.highestOneBit(2 * values.size() - 1);
        values.addAll(Collections.nCopies(length - values.size(), values.getLast()));
        return new InList<>(values);
    }

    /** What stands for the values, in parentheses. */
    public String marks() {
        return "(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
    }
}
