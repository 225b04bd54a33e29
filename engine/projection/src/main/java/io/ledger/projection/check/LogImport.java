package io.ledger.projection.check;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.feed.EventImport;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.Versioned;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries the events of another ledger into one, page by page, and folds each stream on the way: first
 * to find what breaks the rules, then to keep snapshots of what is recorded.
 */
public final class LogImport<S, E> {

    private final EventImport<S, E> log;
    private final LogFold<S, E> fold;
    private final int snapshotInterval;

    /**
     * @param findings told what is not in order with the events
     * @param snapshotInterval versions from one snapshot of a stream to the next
     */
    public LogImport(Aggregate<?, S, E, ?> aggregate, EventImport<S, E> log, Findings findings, int snapshotInterval) {
        this.log = log;
        this.fold = new LogFold<>(aggregate, findings);
        this.snapshotInterval = snapshotInterval;
    }

    /** How many streams there are. */
    public int streams() {
        return fold.size();
    }

    /** Looks at the next events, which are recorded already or are yet to be. */
    public void check(List<StoredEvent> events) {
        fold.page(events.stream().map(log::read).toList(), List.of());
    }

    /**
     * Looks at the next events and records them.
     *
     * @return whether the log still ended at {@code after}; if not, nothing was recorded
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    public boolean record(GlobalPosition after, List<StoredEvent> events) {
        check(events);
        return log.append(after, events, snapshotsDue(events).values());
    }

    /** Of each stream that has passed a version for a snapshot, what it is now. */
    private Map<String, Versioned<S>> snapshotsDue(List<StoredEvent> events) {
        var due = new LinkedHashMap<String, Versioned<S>>();
        for (var event : events) {
            if (event.version() % snapshotInterval == 0) {
                fold.state(event.streamId()).ifPresent(state -> due.put(event.streamId(), state));
            }
        }
        return due;
    }
}
