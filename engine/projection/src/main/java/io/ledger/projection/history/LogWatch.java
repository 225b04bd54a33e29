package io.ledger.projection.history;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.HighWaterMark;
import io.ledger.core.log.LogPlace;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches that the log is still the one that this server has seen, and tells all who remember something of it when it is not.
 *
 * <p><b>Noticing.</b> Whoever meets a sign says so: an append, a projection, the feed, a read. Besides, the watch itself keeps
 * the newest event it was told of, and asks the log every second whether this very event still stands at its position.
 * It finds a change that nobody else of this server meets: when another server has already moved the read models
 * on, and when the log has grown past its old end, so that positions alone show nothing.
 *
 * <p><b>Forgetting.</b> At a sign everything that is remembered is forgotten at once, in the thread of whoever met it. Then
 * the watch asks the log for its end and lowers the marks that are above it. It does so with every look, since a
 * read model that nobody has reset yet may raise a mark again.
 *
 * <p>To forget too often costs a few reads. So every sign counts, also one that turns out to be false.
 */
public final class LogWatch implements LogObserver, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);

    private final EventLog<?> log;
    private final List<Runnable> memories = new CopyOnWriteArrayList<>();
    private final List<HighWaterMark> marks = new CopyOnWriteArrayList<>();
    private final List<Consumer<GlobalPosition>> floors = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();

    // Written under the lock; read without it by those who have nothing newer to tell.
    private volatile LogPlace newest = LogPlace.START;

    // Under the lock.
    private boolean isNoticed;
    private int looksAfterChange;
    private long toldNanos = System.nanoTime() - HistoryLimits.SAME_CHANGE.toNanos();

    private @Nullable Thread thread;

    public LogWatch(EventLog<?> log) {
        this.log = log;
    }

    /** Adds something that forgets what it remembers of the log; it returns at once. */
    public void forgetting(Runnable memory) {
        memories.add(memory);
    }

    /** Adds a mark that comes down when the log ends before it. */
    public void lowering(HighWaterMark mark) {
        marks.add(mark);
    }

    /** Adds somebody who is told where the log ends after a change, and again some times while it may still be restored. */
    public void settling(Consumer<GlobalPosition> floor) {
        floors.add(floor);
    }

    public void start() {
        thread = Thread.ofVirtual().name("log-watch").start(this::run);
    }

    @Override
    public void saw(LogPlace place) {
        if (!newest.position().isBefore(place.position())) {
            return;
        }
        lock.lock();
        try {
            if (newest.position().isBefore(place.position())) {
                newest = place;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void noticed(String noticedBy) {
        for (var memory : memories) {
            try {
                memory.run();
            } catch (RuntimeException bug) {
                LOG.atError().setCause(bug).log("what was remembered of the log could not be forgotten");
            }
        }
        if (isFirstNotice()) {
            LOG.atWarn()
                    .addKeyValue("noticed_by", noticedBy)
                    .log("the log has another history than it had; what was remembered of it is forgotten");
        }
    }

    /** Wakes the watch, and tells whether this is not one more notice of a change that was told of. */
    private boolean isFirstNotice() {
        lock.lock();
        try {
            newest = LogPlace.START;
            isNoticed = true;
            woken.signal();
            var now = System.nanoTime();
            if (now - toldNanos < HistoryLimits.SAME_CHANGE.toNanos()) {
                return false;
            }
            toldNanos = now;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                awaitNextLook();
                lookIfPossible();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitNextLook() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = HistoryLimits.LOOK.toNanos();
            while (!isNoticed && left > 0) {
                left = woken.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void lookIfPossible() throws InterruptedException {
        try {
            look();
        } catch (StoreUnavailableException storeIsDown) {
            LOG.atDebug().setCause(storeIsDown).log("the log is looked at when the store is back");
            TimeUnit.NANOSECONDS.sleep(HistoryLimits.LOOK.toNanos());
        } catch (RuntimeException bug) {
            LOG.atError().setCause(bug).log("the log cannot be looked at");
            TimeUnit.NANOSECONDS.sleep(HistoryLimits.LOOK.toNanos());
        }
    }

    /**
     * Looks at the log once.
     *
     * @throws StoreUnavailableException when it does not answer; what was noticed stays to be dealt with
     */
    void look() {
        var expected = newest;
        var heights = marks.stream().map(HighWaterMark::position).toList();
        // After that, so that whatever was recorded meanwhile is no reason to find a mark above the end.
        var end = log.end();
        if (!isThere(expected, end)) {
            noticed("the watch");
        } else {
            saw(end);
        }
        lowerTo(end.position(), heights);
        if (isSettling()) {
            floors.forEach(floor -> floor.accept(end.position()));
        }
    }

    private boolean isThere(LogPlace expected, LogPlace end) {
        if (end.position().isBefore(expected.position())) {
            return false;
        }
        return expected.equals(LogPlace.START)
                || expected.equals(end)
                || log.at(expected.position()).equals(expected);
    }

    private void lowerTo(GlobalPosition head, List<GlobalPosition> heights) {
        var isAnyAbove = false;
        for (var i = 0; i < heights.size(); i++) {
            if (head.isBefore(heights.get(i))) {
                isAnyAbove = true;
                marks.get(i).lower(heights.get(i), head);
            }
        }
        if (isAnyAbove) {
            noticed("the watch");
        }
    }

    /** Whether a change was noticed with this look, or a few looks ago. */
    private boolean isSettling() {
        lock.lock();
        try {
            if (isNoticed) {
                isNoticed = false;
                looksAfterChange = HistoryLimits.LOOKS_AFTER_A_CHANGE;
            }
            return looksAfterChange > 0 && looksAfterChange-- > 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
