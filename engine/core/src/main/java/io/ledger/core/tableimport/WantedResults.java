package io.ledger.core.tableimport;

import java.util.Set;

/**
 * Which rows of an import somebody wants to see, by what became of them.
 *
 * @param applied the labels of ends, or {@link #PENDING}; empty for any
 * @param undone the labels of ends; empty for any, and for none
 */
public record WantedResults(Set<String> applied, Set<String> undone) {

    /** The label of a row that its job has not come to. */
    public static final String PENDING = "pending";

    /** All rows. */
    public static final WantedResults ALL = new WantedResults(Set.of(), Set.of());

    public WantedResults {
        applied = Set.copyOf(applied);
        undone = Set.copyOf(undone);
    }
}
