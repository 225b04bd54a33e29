package io.ledger.core.tableimport;

import java.util.Locale;
import java.util.Optional;

/** What has become of a row. */
public enum RowEnd {
    CREATED,
    UPDATED,
    UNCHANGED,
    /** It was left out. */
    SKIPPED,
    /** What it would have changed is another one by now; nothing was changed. */
    CONFLICT,
    /** Something is wrong with it; nothing was changed. */
    ERROR,
    /** What was done for it was taken back. */
    UNDONE;

    /** As it is stored and shown. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The end of a label. */
    public static Optional<RowEnd> parse(String label) {
        for (var end : values()) {
            if (end.label().equals(label)) {
                return Optional.of(end);
            }
        }
        return Optional.empty();
    }
}
