package io.ledger.kafka;

import io.ledger.core.feed.StoredEvent;
import io.ledger.kafka.TopicRun.FoundRun;
import io.ledger.kafka.TopicRun.NoRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic ahead of one projection, in a thread of its own, and has the events ready in the order of the log.
 *
 * <p>The projection says from which position on it wants events. What is before is forgotten, and what is ready is bounded.
 * The event that was wanted first stays, so that whoever has caught up finds what it has reached.
 */
final class TopicReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);

    /** What the reader is to begin with. */
    private record Start(long position, String place) {}

    private final KafkaSettings settings;
    private final Function<byte[], Optional<StoredEvent>> form;
    private final Runnable arrival;
    private final Duration gapPatience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Under the lock.
    private @Nullable Thread thread;
    private @Nullable TopicSession session;
    private @Nullable TopicMerge merge;
    private Uuid topicId = Uuid.ZERO_UUID;
    private Start start = new Start(1, "");
    private boolean isToSeek;
    private boolean isCut;
    private boolean isAtEnd;
    private long missed;
    private long missedSinceNanos;
    private @Nullable String failure;

    /**
     * A reader that begins when it is asked for something.
     *
     * @param form reads an event; empty for what is none
     * @param arrival called when something has come
     * @param gapPatience how long an event is waited for while later ones have come
     */
    TopicReader(
            KafkaSettings settings,
            Function<byte[], Optional<StoredEvent>> form,
            Runnable arrival,
            Duration gapPatience) {
        this.settings = settings;
        this.form = form;
        this.arrival = arrival;
        this.gapPatience = gapPatience;
    }

    /**
     * The events from a position on.
     *
     * @param position from 1
     * @param own how many of them the projection has, which is the first one or none
     * @param place where they are, if it is known
     * @param longest how long to wait for more than those
     */
    TopicRun from(long position, int own, String place, int limit, Duration longest) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            begin();
            var left = longest.toNanos();
            while (true) {
                var found = look(position, own, place, limit, left <= 0);
                if (found.isPresent()) {
                    return found.get();
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Where to take up the topic again from the position that was wanted last; empty when that is not known. */
    String place() {
        lock.lock();
        try {
            return merge == null ? "" : text(merge.offsetsAt(0));
        } finally {
            lock.unlock();
        }
    }

    /** Why the topic cannot be read just now; empty when it can. */
    Optional<String> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    private void begin() {
        if (thread == null) {
            thread = Thread.ofVirtual().name("topic-reader").start(this::run);
        }
    }

    /** What there is; empty while more may come soon. */
    private Optional<TopicRun> look(long position, int own, String place, int limit, boolean isLate) {
        var present = merge;
        if (present == null || !present.want(position)) {
            wantFrom(position, place);
            return failure != null || isLate ? Optional.of(missing(Optional.empty())) : Optional.empty();
        }
        var events = present.run(limit);
        var isUnreadableNext = events.size() < Math.min(limit, present.length());
        var isOver = isAtEnd || isGap(present) || failure != null || isLate;
        if (events.size() > own) {
            var isWhole = events.size() == limit || isUnreadableNext || present.isFull();
            return isWhole || isOver ? found(present, events) : Optional.empty();
        }
        if (isUnreadableNext) {
            return Optional.of(new NoRun(SourceTrouble.UNREADABLE, "position " + (position + events.size())));
        }
        if (isGap(present)) {
            return Optional.of(missing(Optional.of(present)));
        }
        if (events.size() == own) {
            return isOver ? found(present, events) : Optional.empty();
        }
        return failure != null || isLate ? Optional.of(missing(Optional.empty())) : Optional.empty();
    }

    private Optional<TopicRun> found(TopicMerge present, List<TopicEvent> events) {
        var place =
                events.isEmpty() ? "" : text(present.offsetsAt(events.getLast().position()));
        return Optional.of(new FoundRun(events, place));
    }

    private void wantFrom(long position, String place) {
        if (isToSeek && start.position == position) {
            return;
        }
        start = new Start(position, place);
        isToSeek = true;
        if (session != null) {
            session.wakeUp();
        }
    }

    /** @param gap where the gap is, empty when there is none */
    private NoRun missing(Optional<TopicMerge> gap) {
        if (gap.isPresent()) {
            var trouble = isCut && gap.get().length() == 0 ? SourceTrouble.REMOVED : SourceTrouble.GAP;
            return new NoRun(trouble, "position " + gap.get().next());
        }
        return failure == null ? new NoRun(SourceTrouble.BEHIND, "") : new NoRun(SourceTrouble.UNREACHABLE, failure);
    }

    private boolean isGap(TopicMerge present) {
        var isLate = missed == present.next() && System.nanoTime() - missedSinceNanos > gapPatience.toNanos();
        return present.isGap() || (present.hasWaiting() && isLate);
    }

    private String text(List<Long> offsets) {
        return new TopicPlace(topicId, offsets).text();
    }

    private void run() {
        var failures = 0;
        while (isRunning()) {
            try (var opened = TopicSession.open(settings)) {
                attach(opened);
                read(opened);
                failures = 0;
            } catch (InterruptedException | InterruptException _) {
                // Only whoever closes it interrupts it.
                return;
            } catch (RuntimeException failed) {
                failures = wasRead() ? 0 : failures + 1;
                fail(failed);
                if (!rest(KafkaRelay.backoff(failures))) {
                    return;
                }
            }
        }
    }

    private boolean isRunning() {
        lock.lock();
        try {
            return thread == Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    private boolean wasRead() {
        lock.lock();
        try {
            return failure == null;
        } finally {
            lock.unlock();
        }
    }

    private static boolean rest(Duration rest) {
        try {
            Thread.sleep(rest);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void attach(TopicSession opened) {
        lock.lock();
        try {
            session = opened;
        } finally {
            lock.unlock();
        }
    }

    private void fail(RuntimeException failed) {
        LOG.atDebug().setCause(failed).log("the topic cannot be read");
        lock.lock();
        try {
            if (!isRunning()) {
                return;
            }
            var cause = failed.getCause();
            failure = cause == null || cause.getMessage() == null
                    ? failed.toString()
                    : String.valueOf(cause.getMessage());
            detach();
        } finally {
            lock.unlock();
        }
    }

    /** The next session takes up where this one was. */
    private void detach() {
        session = null;
        isAtEnd = false;
        if (merge != null && !isToSeek) {
            start = new Start(merge.first(), text(merge.offsetsAt(0)));
            isToSeek = true;
        }
        changed.signalAll();
    }

    private void read(TopicSession opened) throws InterruptedException {
        while (isRunning()) {
            try {
                if (!opened.isSame()) {
                    lock.lock();
                    try {
                        detach();
                    } finally {
                        lock.unlock();
                    }
                    return;
                }
                seek(opened);
                take(opened, opened.poll(resting(opened)));
            } catch (WakeupException _) {
                // Another place is wanted, or nothing more.
            }
        }
    }

    private void seek(TopicSession opened) {
        Start wanted;
        lock.lock();
        try {
            if (!isToSeek) {
                return;
            }
            wanted = start;
        } finally {
            lock.unlock();
        }
        var found = opened.seek(wanted.position, wanted.place);
        lock.lock();
        try {
            if (start.equals(wanted)) {
                isToSeek = false;
                isCut = found.isCut();
                isAtEnd = false;
                missed = 0;
                topicId = opened.topicId();
                merge = new TopicMerge(found.offsets(), wanted.position);
            }
        } finally {
            lock.unlock();
        }
    }

    private Collection<Integer> resting(TopicSession opened) {
        lock.lock();
        try {
            var present = merge;
            return IntStream.range(0, opened.partitions())
                    .filter(partition -> present == null || isToSeek || present.canRest(partition))
                    .boxed()
                    .collect(Collectors.toSet());
        } finally {
            lock.unlock();
        }
    }

    private void take(TopicSession opened, List<ConsumerRecord<byte[], byte[]>> records) {
        var events = new ArrayList<TopicEvent>(records.size());
        for (var read : records) {
            EventRecords.position(read).ifPresent(position -> events.add(event(read, position)));
        }
        lock.lock();
        try {
            var present = merge;
            if (present == null || isToSeek) {
                return;
            }
            events.forEach(present::add);
            isAtEnd = opened.isAtEnd();
            failure = null;
            if (!present.hasWaiting()) {
                missed = 0;
            } else if (missed != present.next()) {
                missed = present.next();
                missedSinceNanos = System.nanoTime();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!events.isEmpty()) {
            arrival.run();
        }
    }

    private TopicEvent event(ConsumerRecord<byte[], byte[]> read, long position) {
        var value = read.value();
        var event = value == null
                ? Optional.<StoredEvent>empty()
                : form.apply(value).filter(told -> told.position().value() == position);
        return new TopicEvent(position, read.partition(), read.offset(), value == null ? 0 : value.length, event);
    }

    /** Ends the thread; whoever asks again begins another one. */
    @Override
    public void close() {
        Thread running;
        lock.lock();
        try {
            running = thread;
            thread = null;
            merge = null;
            isToSeek = false;
            failure = null;
            if (session != null) {
                session.wakeUp();
                session = null;
            }
        } finally {
            lock.unlock();
        }
        if (running == null) {
            return;
        }
        try {
            if (!running.join(KafkaLimits.STOP)) {
                running.interrupt();
                running.join(KafkaLimits.STOP);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
