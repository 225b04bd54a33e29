package io.ledger.projection.feed;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.FeedPlace;
import io.ledger.core.feed.LiveFeed;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.LogPlace;
import io.ledger.projection.WakeUpChannel;
import io.ledger.projection.feed.KeptEvents.Frame;
import io.ledger.projection.history.LogObserver;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the log, read once for all who listen.
 *
 * <p><b>One reader.</b> The {@link TailReader} reads what is new and gives each event the form it is sent in; the last of
 * them are kept. It sleeps while nobody listens.
 *
 * <p><b>Two ways to hear.</b> A listener has a place: the position it has heard of. Is everything after
 * that place among the events kept, it takes them from there. Is its place before them, it reads
 * pages of its own. Which of the two is decided anew each time and under the lock under which events
 * are kept, so nothing lies between the two ways and nothing is heard twice.
 *
 * <p><b>A slow listener</b> holds no one up and nothing back: it has no queue, only its place. When its
 * place is no longer among the events kept, it is dropped, and goes on after its place when it comes
 * back.
 *
 * <p><b>Another history.</b> A log that lost its end gives its positions again. So each page is taken only if the event
 * before it is the one that was read last, both by the shared reader and by a listener that catches up, and a
 * listener follows only if its own event is among those kept. When it is not, or somebody else noticed, all
 * streams end: whoever comes back says where it was, and that is checked.
 */
public final class LogTail implements LiveFeed, AutoCloseable, MeterBinder {

    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);

    private final EventFeed feed;
    private final Function<StoredEvent, byte[]> form;
    private final TailReader reader;
    private final Semaphore catchingUp = new Semaphore(FeedLimits.CATCHING_UP);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition kept = lock.newCondition();
    private final Condition joined = lock.newCondition();
    private final Condition left = lock.newCondition();

    // Under the lock.
    private final KeptEvents events = new KeptEvents(FeedLimits.KEPT_EVENTS, FeedLimits.KEPT_BYTES);
    private final Set<PlacedListener> listeners = new HashSet<>();
    private int followers;
    private int generation;
    private boolean closed;

    /**
     * @param wakeUps wakes the reader; its own, since a wake-up has one taker
     * @param form the form that events are sent in
     * @param observer hears what was seen of the log
     */
    public LogTail(EventFeed feed, WakeUpChannel wakeUps, Function<StoredEvent, byte[]> form, LogObserver observer) {
        this.feed = feed;
        this.form = form;
        this.reader = new TailReader(this, feed, wakeUps, form, observer);
    }

    /** Ends all streams: the log has another history, and listeners have to say where they go on in that. */
    public void restart() {
        lock.lock();
        try {
            generation++;
            followers = 0;
            events.restart(LogPlace.START);
            kept.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public void start() {
        reader.start();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("ledger.feed.listeners", this, LogTail::listening)
                .description("Who listens to the feed")
                .register(registry);
        FunctionCounter.builder("ledger.feed.events", sent, AtomicLong::doubleValue)
                .description("Events handed to listeners, once for each of them")
                .register(registry);
        FunctionCounter.builder("ledger.feed.dropped", dropped, AtomicLong::doubleValue)
                .description("Listeners that were too slow and were dropped")
                .register(registry);
    }

    /** How many listen now. */
    int listening() {
        lock.lock();
        try {
            return listeners.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until somebody follows.
     *
     * @return the place after which there is to read
     */
    LogPlace placeToRead() throws InterruptedException {
        lock.lock();
        try {
            while (followers == 0) {
                joined.await();
            }
            return events.upTo();
        } finally {
            lock.unlock();
        }
    }

    /** Keeps what was read after a place, and tells those who follow. */
    void keep(LogPlace place, List<Frame> frames, LogPlace end) {
        lock.lock();
        try {
            if (isStillTheEnd(place)) {
                events.add(frames, end);
                kept.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Not when nobody followed for a while, or all began again, and the place is another one now. */
    boolean isStillTheEnd(LogPlace place) {
        lock.lock();
        try {
            return events.upTo().equals(place);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Listener> listen(FeedPlace after, FeedFilter filter) {
        lock.lock();
        try {
            if (closed || listeners.size() >= FeedLimits.LISTENERS) {
                return Optional.empty();
            }
            var listener = new PlacedListener(after, filter, Thread.currentThread());
            listeners.add(listener);
            return Optional.of(listener);
        } finally {
            lock.unlock();
        }
    }

    /** Somebody who has heard of everything up to a place. */
    private final class PlacedListener implements Listener {

        /** What the listener says of the place where it begins. */
        private final FeedPlace begin;

        private final FeedFilter filter;
        private final Thread owner;

        /** Of which history of the log its place is. */
        private final int history;

        /** Everything up to here has been handed to the listener, or was not for it; nothing before the log was asked. */
        private Optional<LogPlace> place = Optional.empty();

        /** Whether the listener has just seen the end of the log. */
        private boolean atEnd;

        // Under the lock.
        private boolean follows;

        PlacedListener(FeedPlace begin, FeedFilter filter, Thread owner) {
            this.begin = begin;
            this.filter = filter;
            this.owner = owner;
            this.history = generation;
        }

        private FeedPlace upTo() {
            return place.map(FeedPlace::of).orElse(begin);
        }

        @Override
        public News next(Duration longest) throws InterruptedException {
            var deadline = System.nanoTime() + longest.toNanos();
            while (true) {
                var news = kept(deadline);
                if (news.isPresent()) {
                    return news.get();
                }
                var caughtUp = caughtUp(deadline);
                if (caughtUp.isPresent()) {
                    return caughtUp.get();
                }
            }
        }

        /** What is kept for the listener, or empty when it has to catch up. */
        private Optional<News> kept(long deadline) throws InterruptedException {
            lock.lock();
            try {
                if (!closed && history == generation && !joins()) {
                    return Optional.empty();
                }
                while (true) {
                    if (closed) {
                        return Optional.of(new News.Closed());
                    }
                    if (history != generation || isNoLongerKept()) {
                        dropped.incrementAndGet();
                        return Optional.of(new News.Dropped());
                    }
                    var frames = new ArrayList<byte[]>();
                    place = place.map(last -> events.after(last, filter, FeedLimits.HANDED, frames));
                    var nanos = deadline - System.nanoTime();
                    if (!frames.isEmpty()) {
                        return Optional.of(handed(frames));
                    }
                    if (nanos <= 0) {
                        return Optional.of(new News.Quiet(upTo()));
                    }
                    var _ = kept.awaitNanos(nanos);
                }
            } finally {
                lock.unlock();
            }
        }

        private boolean isNoLongerKept() {
            return place.filter(last -> last.position().isBefore(events.floor().position()))
                    .isPresent();
        }

        /** Whether the listener follows the end of the log; it may begin to if all after its place is kept. */
        private boolean joins() {
            if (follows) {
                return true;
            }
            if (place.isEmpty() && followers > 0) {
                place = events.at(begin.position()).filter(begin::fits);
            }
            return place.filter(this::joins).isPresent();
        }

        private boolean joins(LogPlace last) {
            if (followers == 0) {
                // What is kept is as old as the last who followed. The first goes on from its own place,
                // which must be the end, or else the shared reader would read the log for it alone.
                if (!atEnd) {
                    return false;
                }
                if (events.upTo().position().isBefore(last.position())) {
                    events.restart(last);
                }
            }
            if (last.position().isBefore(events.floor().position())) {
                return false;
            }
            if (events.at(last.position()).filter(there -> !there.equals(last)).isPresent()) {
                // What is kept is of a history that the log has left, and nobody has noticed yet.
                restart();
                return true;
            }
            follows = true;
            followers++;
            joined.signal();
            return true;
        }

        /** Reads a page for the listener alone; empty when there was nothing for it. */
        private Optional<News> caughtUp(long deadline) throws InterruptedException {
            if (!catchingUp.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return Optional.of(new News.Quiet(upTo()));
            }
            try {
                var page = feed.after(upTo().position(), filter, FeedLimits.CATCH_UP_PAGE);
                if (page.head().isBefore(upTo().position()) || !isWhereItWas(page.after())) {
                    dropped.incrementAndGet();
                    return Optional.of(new News.Dropped());
                }
                place = Optional.of(page.end());
                atEnd = !page.upTo().isBefore(page.head());
                var frames = new ArrayList<byte[]>();
                page.events().forEach(event -> frames.add(form.apply(event)));
                if (!frames.isEmpty()) {
                    return Optional.of(handed(frames));
                }
                return System.nanoTime() < deadline ? Optional.empty() : Optional.of(new News.Quiet(upTo()));
            } catch (StoreUnavailableException storeIsDown) {
                LOG.atDebug().setCause(storeIsDown).log("a listener waits for the store");
            } finally {
                catchingUp.release();
            }
            var rest = Math.min(FeedLimits.BACKOFF.toNanos(), deadline - System.nanoTime());
            TimeUnit.NANOSECONDS.sleep(rest);
            return rest < FeedLimits.BACKOFF.toNanos() ? Optional.of(new News.Quiet(upTo())) : Optional.empty();
        }

        private boolean isWhereItWas(LogPlace there) {
            return place.map(there::equals).orElseGet(() -> begin.fits(there));
        }

        private News handed(List<byte[]> frames) {
            sent.addAndGet(frames.size());
            return new News.Events(frames, upTo());
        }

        @Override
        public void stalled() {
            dropped.incrementAndGet();
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (listeners.remove(this)) {
                    followers -= follows && history == generation ? 1 : 0;
                    left.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Takes no more listeners and has those there are leave, by an interrupt if it must be. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            kept.signalAll();
            var nanos = FeedLimits.LEAVE.toNanos();
            while (!listeners.isEmpty() && nanos > 0) {
                nanos = left.awaitNanos(nanos);
            }
            listeners.forEach(listener -> listener.owner.interrupt());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        reader.stop();
    }
}
