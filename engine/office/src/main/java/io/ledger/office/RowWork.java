package io.ledger.office;

import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowResult;
import java.util.List;
import java.util.Set;

/** Carries out the rows of one import. It is used by many threads. */
public interface RowWork {

    /** Rows of one turn are carried out one after the other, in the order of the file; others at once. */
    default String turn(ImportRow row) {
        return String.valueOf(row.number());
    }

    /**
     * Carries out a row that is new, changed or unchanged by its plan. To do it again comes to the same.
     *
     * @throws RuntimeException when that is to be tried again
     */
    RowResult apply(ImportRow row);

    /** What is taken back first of the rows of one step, and what after it; each from the last row to the first. */
    default List<Set<RowEnd>> undoOrder() {
        // What was created may have the name that something else gets back.
        return List.of(Set.of(RowEnd.CREATED), Set.of(RowEnd.UPDATED));
    }

    /** Takes back what was created or changed by a row. To do it again comes to the same. */
    RowResult undo(ImportRow row, RowResult applied);
}
