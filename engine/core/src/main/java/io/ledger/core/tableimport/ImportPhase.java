package io.ledger.core.tableimport;

import java.util.Locale;

/** The two things that can be done with an import. */
public enum ImportPhase {
    APPLY,
    UNDO;

    /** As it is stored. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
