package io.circleledger.infrastructure.projection;

import io.circleledger.domain.eventstore.EventPublisher;
import io.circleledger.domain.eventstore.GlobalPosition;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A publisher in this process that wakes one reader of the log, and no more.
 *
 * <p>It has room for one wake-up: a second one before the reader has looked says nothing new, since it
 * reads the log to its end. Losing one is harmless too, because it looks by itself after a while.
 */
public final class WakeUpChannel implements EventPublisher {

    private final BlockingQueue<GlobalPosition> pending = new ArrayBlockingQueue<>(1);

    @Override
    public void published(GlobalPosition upTo) {
        var _ = pending.offer(upTo);
    }

    /** Waits for a wake-up, at most for {@code longest}. */
    public void await(Duration longest) throws InterruptedException {
        var _ = pending.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
    }
}
