package io.circleledger.infrastructure.projection;

import io.circleledger.domain.StoreUnavailableException;
import io.circleledger.domain.eventstore.EventLog;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.readmodel.Checkpoint;
import io.circleledger.domain.readmodel.CircleViewStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Measures how far the read model is behind the log, asking both and never the projector, so that a
 * projector that is dead cannot look healthy.
 */
public final class ProjectionWatch implements AutoCloseable {

    private final EventLog log;
    private final CircleViewStore views;

    private @Nullable Thread thread;
    private GlobalPosition position = GlobalPosition.START;
    private long caughtUpNanos = System.nanoTime();
    private long progressNanos = System.nanoTime();

    public ProjectionWatch(EventLog log, CircleViewStore views) {
        this.log = log;
        this.views = views;
    }

    /** Measures from now on, so that the times are known when somebody asks. */
    public void start() {
        thread = Thread.ofVirtual().name("projection-watch").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                sampleIfPossible();
                Thread.sleep(ProjectionLimits.WATCH);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void sampleIfPossible() {
        try {
            lag();
        } catch (StoreUnavailableException storeIsDown) {
            // Time goes on: the read model counts as behind until it was seen to have caught up.
        }
    }

    /**
     * Measures now.
     *
     * @throws StoreUnavailableException when one of the stores does not answer
     */
    public ProjectionLag lag() {
        // The head first: what is applied after that is no reason to be found ahead of it.
        var head = log.head();
        var applied = views.checkpoint().map(Checkpoint::position).orElse(GlobalPosition.START);
        return measured(head, applied, System.nanoTime());
    }

    private synchronized ProjectionLag measured(GlobalPosition head, GlobalPosition applied, long now) {
        if (!applied.equals(position)) {
            position = applied;
            progressNanos = now;
        }
        if (!applied.isBefore(head)) {
            caughtUpNanos = now;
            progressNanos = now;
        }
        return new ProjectionLag(
                applied, head, Duration.ofNanos(now - caughtUpNanos), Duration.ofNanos(now - progressNanos));
    }

    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
