package io.ledger.server;

import io.ledger.core.log.EventPublisher;
import io.ledger.core.log.LogPlace;
import io.ledger.projection.WakeUpChannel;
import io.ledger.projection.history.LogWatch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The projections and the feed, which follow the log and are woken when something was recorded. */
public final class LogFollowers implements EventPublisher {

    private final LogWatch history;
    private final List<EventPublisher> followers = new CopyOnWriteArrayList<>();

    LogFollowers(LogWatch history) {
        this.history = history;
    }

    /** Adds a projection, whose goal comes down when the log ends before it. */
    void add(WakeUpChannel projection) {
        followers.add(last -> projection.published(last.position()));
        history.lowering(projection);
    }

    /** Adds somebody else, who hears of everything that is recorded and returns at once. */
    public void add(EventPublisher follower) {
        followers.add(follower);
    }

    @Override
    public void published(LogPlace last) {
        history.saw(last);
        for (var follower : followers) {
            follower.published(last);
        }
    }
}
