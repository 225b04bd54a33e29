package io.ledger.projection;

import io.ledger.core.document.Projection;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.HighWaterMark;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes one reader of the log in this process, and no more.
 *
 * <p>It keeps one wake-up: a second one before the reader has looked says nothing new, since it
 * goes on from its own place. Losing one is harmless too, because the reader looks by itself after a while.
 *
 * <p>A reader that has just looked may rest first, so that it takes more at once while many append. An
 * event that was published waits for the end of that rest; a query that waits for the reader ends it.
 */
public final class WakeUpChannel implements Projection, HighWaterMark {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();

    // Written under the lock; read without it by those who have nothing new to say.
    private volatile boolean published;
    private volatile boolean hurried;

    private final AtomicLong goal = new AtomicLong();

    @Override
    public GlobalPosition goal() {
        return new GlobalPosition(goal.get());
    }

    @Override
    public GlobalPosition position() {
        return goal();
    }

    @Override
    public void lower(GlobalPosition from, GlobalPosition head) {
        goal.compareAndSet(from.value(), head.value());
    }

    /** Says that events up to this position are committed. */
    public void published(GlobalPosition upTo) {
        goal.accumulateAndGet(upTo.value(), Math::max);
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

    @Override
    public void hurry() {
        if (hurried) {
            return;
        }
        lock.lock();
        try {
            hurried = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a wake-up, at most for {@code longest}. */
    public void await(Duration longest) throws InterruptedException {
        await(Duration.ZERO, longest);
    }

    /** Rests, unless somebody is in a hurry, and then waits for a wake-up, at most for {@code longest}. */
    void await(Duration rest, Duration longest) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = rest.toNanos();
            while (!hurried && left > 0) {
                left = woken.awaitNanos(left);
            }
            left = longest.toNanos();
            while (!hurried && !published && left > 0) {
                left = woken.awaitNanos(left);
            }
            hurried = false;
            published = false;
        } finally {
            lock.unlock();
        }
    }
}
