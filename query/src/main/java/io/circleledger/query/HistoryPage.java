package io.circleledger.query;

import io.circleledger.domain.eventstore.CircleHistories.Entry;
import java.util.List;
import java.util.OptionalInt;

/**
 * Some of what happened to a circle, in the order that was asked for.
 *
 * @param next the version of the last entry, after which to ask for those that follow; empty at the end
 * @param isFinal whether the same question has this answer for ever
 */
public record HistoryPage(List<Entry> entries, OptionalInt next, boolean isFinal) {

    public HistoryPage {
        entries = List.copyOf(entries);
    }
}
