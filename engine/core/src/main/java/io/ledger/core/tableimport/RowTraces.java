package io.ledger.core.tableimport;

import java.util.Set;

/** By what a row is found when somebody whom it may be about is erased: texts that are compared, and ids. */
@FunctionalInterface
public interface RowTraces {

    /** Those of rows that are about nobody. */
    RowTraces NONE = _ -> Set.of();

    /** The traces of a row; the headings of a file, which may be a row without any above it, are the row 0. */
    Set<String> of(ImportRow row);
}
