package io.ledger.projection.history;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.HighWaterMark;
import io.ledger.core.log.LogPlace;
import java.time.Duration;
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
 * Checks that the log still has the history that this server has seen. If it has not, everything that was remembered of
 * the log is forgotten.
 *
 * <p><b>Noticing.</b> Appends, projections, the feed and reads report a sign of another history when they see one. In
 * addition, the watch keeps the newest event that it was notified of, and checks every second that the log still has
 * this event at its position. So it finds a change that no other part of this server sees: when another server has
 * already moved the read models on, and when the log has grown past its old end, so that positions alone show nothing.
 *
 * <p><b>Forgetting.</b> When a sign is reported, everything that is remembered is forgotten at once, in the thread that
 * reports it. Then the watch asks the log for its end and lowers the high-water marks that are above it. It repeats
 * this at every check, because a read model that has not been reset yet may raise a mark again.
 *
 * <p>To forget too often costs only a few reads. So every sign counts, even one that turns out to be false.
 */
public final class LogWatch implements LogObserver, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);

    private final EventLog<?> log;
    private final Duration period;
    private final List<Runnable> memories = new CopyOnWriteArrayList<>();
    private final List<HighWaterMark> marks = new CopyOnWriteArrayList<>();
    private final List<Consumer<GlobalPosition>> floors = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();

    // Written under the lock; read without it by threads that have no newer event to report.
    private volatile LogPlace newest = LogPlace.START;

    // Under the lock.
    private boolean isNoticed;
    private int looksAfterChange;
    private long toldNanos = System.nanoTime() - HistoryLimits.SAME_CHANGE.toNanos();

    private @Nullable Thread thread;

    public LogWatch(EventLog<?> log) {
        this(log, HistoryLimits.LOOK);
    }

    /** @param period after which it looks when nobody reports anything */
    LogWatch(EventLog<?> log, Duration period) {
        this.log = log;
        this.period = period;
    }

    /** Adds an action that forgets what is remembered of the log. The action must return at once. */
    public void forgetting(Runnable memory) {
        memories.add(memory);
    }

    /** Adds a mark that is lowered when the log ends before it. */
    public void lowering(HighWaterMark mark) {
        marks.add(mark);
    }

    /**
     * Adds a listener that receives the end of the log after a change, and again a few times while a restore may still
     * be running.
     */
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

    /** Wakes the watch. Returns false if this is a further report of a change that is already known. */
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
            var left = period.toNanos();
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
            TimeUnit.NANOSECONDS.sleep(period.toNanos());
        } catch (RuntimeException bug) {
            LOG.atError().setCause(bug).log("the log cannot be looked at");
            TimeUnit.NANOSECONDS.sleep(period.toNanos());
        }
    }

    /**
     * Checks the log once.
     *
     * @throws StoreUnavailableException when the log does not answer; the next call handles what was reported
     */
    void look() {
        var expected = newest;
        var heights = marks.stream().map(HighWaterMark::position).toList();
        // The end is read after that, so that an event recorded meanwhile does not make a mark seem to be above the
        // end.
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

    /** Whether a change was found at this check, or a few checks ago. */
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
