package io.ledger.core.tableimport;

import java.util.Locale;
import java.util.Optional;

/** What an import would do with a row. */
public enum RowState {
    /** It is not there yet, and would be created. */
    NEW,
    /** It is there and would be changed. */
    CHANGED,
    /** It is there as the row has it. */
    UNCHANGED,
    /** It cannot be told which one the row means, or another row means the same. */
    DUPLICATE,
    /** Something is wrong with the row. */
    ERROR;

    /** The state as it is stored and shown. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of a label. */
    public static Optional<RowState> parse(String label) {
        for (var state : values()) {
            if (state.label().equals(label)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
