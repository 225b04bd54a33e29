package io.ledger.kafka;

import io.ledger.core.log.EventPublisher;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.HighWaterMark;
import io.ledger.core.log.LogPlace;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands committed events on to Kafka, by waking the relay, which reads them from the log.
 *
 * <p>Nothing is kept of what was published but its position: a command never waits for Kafka, and an event whose
 * publication is lost is found by the relay's next look.
 */
public final class KafkaEventPublisher implements EventPublisher, HighWaterMark {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final AtomicLong goal = new AtomicLong();

    // Written under the lock; read without it by those who have nothing new to say.
    private volatile boolean published;

    KafkaEventPublisher() {}

    @Override
    public void published(LogPlace last) {
        goal.accumulateAndGet(last.position().value(), Math::max);
        if (published) {
            return;
        }
        lock.lock();
        try {
            published = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The highest position that was published here. */
    @Override
    public GlobalPosition position() {
        return new GlobalPosition(goal.get());
    }

    @Override
    public void lower(GlobalPosition from, GlobalPosition head) {
        goal.compareAndSet(from.value(), head.value());
    }

    /** Waits for a publication, at most for {@code longest}. */
    void await(Duration longest) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = longest.toNanos();
            while (!published && left > 0) {
                left = woken.awaitNanos(left);
            }
            published = false;
        } finally {
            lock.unlock();
        }
    }
}
