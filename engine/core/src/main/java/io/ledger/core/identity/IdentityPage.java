package io.ledger.core.identity;

import java.util.List;
import java.util.OptionalLong;

/**
 * A part of a list.
 *
 * @param next after what to go on; empty when this is the end
 */
public record IdentityPage<T>(List<T> entries, OptionalLong next) {

    /** The list from its beginning. */
    public static final long START = 0;

    public IdentityPage {
        entries = List.copyOf(entries);
    }
}
