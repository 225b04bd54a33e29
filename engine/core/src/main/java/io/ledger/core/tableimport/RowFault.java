package io.ledger.core.tableimport;

import java.util.Locale;
import java.util.Optional;

/** What can be wrong with a row of an import, for programs that say it in their own words. */
public enum RowFault {
    /** A value cannot be read, or a rule forbids it. */
    INVALID,
    /** Something new lacks a value. */
    MISSING,
    /** An earlier row means the same. */
    SAME_AS_ROW,
    /** Several things are called so. */
    AMBIGUOUS,
    /** What has this id has ended. */
    ENDED,
    /** Nothing has this id. */
    UNKNOWN,
    /** It was changed since the file was written. */
    OUTDATED,
    /** What the row held was erased with somebody. */
    ERASED,
    /** Another column of the row says otherwise. */
    MISMATCH,
    /** Somebody else has it, or another row gives it to somebody else. */
    TAKEN,
    /** There is no room for more; the number is how much there is. */
    FULL,
    /** It takes nobody for now. */
    CLOSED,
    /** Whoever the row means may not be that. */
    NOT_ELIGIBLE;

    /** As it is stored and shown. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The fault of a label. */
    public static Optional<RowFault> parse(String label) {
        for (var fault : values()) {
            if (fault.label().equals(label)) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
