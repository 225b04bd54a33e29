package io.circleledger.infrastructure.check;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.feed.EventImport;
import io.circleledger.domain.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries the events of another ledger into one, page by page, and folds each circle on the way: first
 * to find what breaks the rules, then to keep snapshots of what is recorded.
 */
public final class LogImport {

    private final EventImport log;
    private final LogFold fold;
    private final int snapshotInterval;

    /**
     * @param findings told what is not in order with the events
     * @param snapshotInterval versions from one snapshot of a circle to the next
     */
    public LogImport(EventImport log, Findings findings, int snapshotInterval) {
        this.log = log;
        this.fold = new LogFold(findings);
        this.snapshotInterval = snapshotInterval;
    }

    /** How many circles there are. */
    public int circles() {
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

    /** Of each circle that has passed a version for a snapshot, what it is now. */
    private Map<String, Circle> snapshotsDue(List<StoredEvent> events) {
        var due = new LinkedHashMap<String, Circle>();
        for (var event : events) {
            if (event.version() % snapshotInterval == 0) {
                fold.state(event.circleId()).ifPresent(circle -> due.put(event.circleId(), circle));
            }
        }
        return due;
    }
}
