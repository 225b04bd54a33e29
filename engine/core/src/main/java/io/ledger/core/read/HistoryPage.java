package io.ledger.core.read;

import io.ledger.core.stream.Histories.Entry;
import java.util.List;
import java.util.OptionalInt;

/**
 * Some of what happened to a stream, in the order that was asked for.
 *
 * @param next the version of the last entry, after which to ask for those that follow; empty at the end
 * @param isFinal whether the same question has this answer for ever
 */
public record HistoryPage<E>(List<Entry<E>> entries, OptionalInt next, boolean isFinal) {

    public HistoryPage {
        entries = List.copyOf(entries);
    }
}
