package io.circleledger.query;

import io.circleledger.domain.circle.CircleEvent;
import io.ledger.core.stream.Histories.Entry;
import java.util.List;
import java.util.OptionalInt;

/**
 * Some of what happened to a circle, in the order that was asked for.
 *
 * @param next the version of the last entry, after which to ask for those that follow; empty at the end
 * @param isFinal whether the same question has this answer for ever
 */
public record HistoryPage(List<Entry<CircleEvent>> entries, OptionalInt next, boolean isFinal) {

    public HistoryPage {
        entries = List.copyOf(entries);
    }
}
