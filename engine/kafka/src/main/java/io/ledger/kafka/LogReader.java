package io.ledger.kafka;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log ahead of whoever sends it: while one transaction is being committed, the events of the next are read.
 *
 * <p>Each page is taken only if it follows the event that was read last. A log that has lost its end, or is another one,
 * is noticed by that, also when nothing new is in it.
 */
final class LogReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    private final EventFeed feed;
    private final EventRecords form;
    private final KafkaEventPublisher wakeUps;
    private final KafkaSettings settings;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Under the lock.
    private final ArrayDeque<ReadPage> pages = new ArrayDeque<>();
    private int queuedEvents;
    private long queuedBytes;
    private @Nullable RuntimeException failure;

    private volatile @Nullable GlobalPosition head;

    // The reading thread's own.
    private LogPlace place;
    private int failures;

    LogReader(EventFeed feed, EventRecords form, KafkaEventPublisher wakeUps, KafkaSettings settings, LogPlace place) {
        this.feed = feed;
        this.form = form;
        this.wakeUps = wakeUps;
        this.settings = settings;
        this.place = place;
        this.thread = Thread.ofVirtual().name("relay-reader").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /**
     * Waits for events, and takes as many as go into one transaction.
     *
     * @param longest how long at most
     * @throws RelayTrouble when the log does not follow what was relayed
     */
    List<ReadPage> next(Duration longest) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = longest.toNanos();
            while (pages.isEmpty() && failure == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (pages.isEmpty() && failure != null) {
                throw failure;
            }
            var taken = new ArrayList<ReadPage>();
            var events = 0;
            var bytes = 0L;
            while (!pages.isEmpty()
                    && events < KafkaLimits.TRANSACTION_EVENTS
                    && bytes < KafkaLimits.TRANSACTION_BYTES) {
                var page = pages.removeFirst();
                taken.add(page);
                events += page.records().size();
                bytes += page.bytes();
            }
            queuedEvents -= events;
            queuedBytes -= bytes;
            changed.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** An end of the log that was seen, empty while nothing was read that follows what was relayed. */
    Optional<GlobalPosition> head() {
        return Optional.ofNullable(head);
    }

    private void run() {
        try {
            while (true) {
                awaitRoom();
                wakeUps.await(read());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            failed(broken);
        } catch (Error death) {
            failed(new IllegalStateException("The reader of the log died", death));
        }
    }

    private void awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queuedEvents >= KafkaLimits.QUEUED_EVENTS || queuedBytes >= KafkaLimits.QUEUED_BYTES) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** @return how long to wait before there is more */
    private Duration read() throws InterruptedException {
        try {
            var page = feed.after(place.position(), FeedFilter.ALL, KafkaLimits.PAGE);
            failures = 0;
            if (!page.after().equals(place)) {
                throw otherHistory(page.after(), page.head());
            }
            // A page deep in the log may end where the log is known to be on disk; then there is more.
            var isFull = page.events().size() == KafkaLimits.PAGE;
            head = isFull && !page.upTo().isBefore(page.head()) ? feed.head() : page.head();
            if (!page.events().isEmpty()) {
                add(page);
                place = page.end();
            }
            if (isFull || place.position().isBefore(page.head())) {
                return Duration.ZERO;
            }
            Thread.sleep(page.events().size() < KafkaLimits.BUSY_EVENTS ? KafkaLimits.REST : KafkaLimits.BUSY_REST);
            return KafkaLimits.POLL;
        } catch (StoreUnavailableException storeIsDown) {
            LOG.atDebug().setCause(storeIsDown).log("the relay goes on when the store is back");
            Thread.sleep(KafkaRelay.backoff(failures++));
            return Duration.ZERO;
        }
    }

    private void add(EventFeed.FeedSlice slice) {
        var records = slice.events().stream().map(form::of).toList();
        var bytes = records.stream().mapToLong(record -> record.value().length).sum();
        var page = new ReadPage(records, bytes, slice.end());
        lock.lock();
        try {
            pages.addLast(page);
            queuedEvents += records.size();
            queuedBytes += bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void failed(RuntimeException why) {
        lock.lock();
        try {
            failure = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private RelayTrouble otherHistory(LogPlace there, GlobalPosition head) {
        var found = there.eventId().isEmpty()
                ? "the log ends at " + head
                : "the log has the event %s there".formatted(there.eventId());
        return new RelayTrouble(
                ("The topic %s has events up to position %s, the event %s, but %s: the log is an older one, or another one."
                                + " Nothing is relayed, so that no reader is told two histories. Restore the log that has"
                                + " this event; or, to go on with the log as it is, name another topic, or delete the"
                                + " topics %s and %s and tell their consumers to begin anew")
                        .formatted(
                                settings.topic(),
                                place.position(),
                                place.eventId(),
                                found,
                                settings.topic(),
                                settings.placeTopic()));
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(KafkaLimits.STOP);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
