package io.ledger.mariadb;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.decide.Tag;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Lets appends that come at the same time share one transaction, so that they share its flush to the
 * disk.
 *
 * <p>There is a bounded queue, and at most one writer. Whoever queues an append while nobody writes
 * becomes the writer at once, in its own thread: a lone client waits for nobody and pays for no
 * handing over. The writer takes all that wait, its own append among them, and records them
 * together. Whoever comes meanwhile waits, and when the writer has ended, the first of them writes
 * for all of them. So a batch is as large as the load makes it, without a timer. The name is that of
 * the databases' technique (DeWitt et al., Implementation Techniques for Main Memory Database
 * Systems, 1984).
 *
 * <p>Appends to the same stream, or under the same idempotency key, are never in one batch, nor is one with a condition that
 * another one may break: the
 * second is judged once the first is recorded. It waits for the next batch, and others go past it. It is then the first
 * of the queue or near it, so nobody is overtaken for longer than the appends to its own stream take.
 */
final class GroupCommit {

    private final ArrayBlockingQueue<PendingAppend> queue;
    private final Duration longestWait;
    private final Consumer<List<PendingAppend>> recorder;
    private final Semaphore writer = new Semaphore(1);

    /**
     * @param capacity how many appends may wait; more are refused
     * @param longestWait how long one may wait before a writer takes it
     * @param recorder settles every append of a batch
     */
    GroupCommit(int capacity, Duration longestWait, Consumer<List<PendingAppend>> recorder) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.longestWait = longestWait;
        this.recorder = recorder;
    }

    /** @throws StoreUnavailableException when it failed, or had to wait for too long */
    AppendResult append(Append append) {
        var pending = new PendingAppend(append);
        if (!queue.offer(pending)) {
            throw StoreUnavailableException.overloaded(MariaDb.STORE);
        }
        var deadline = System.nanoTime() + longestWait.toNanos();
        var interrupted = false;
        while (!pending.isSettled()) {
            // Looking into the queue takes its lock, and waiting for a lock uses up a wake-up. So whatever
            // a wake-up would tell is looked at after that.
            var isFirst = pending.equals(queue.peek());
            if (!pending.isTaken() && writer.tryAcquire()) {
                writeAndHandOver();
            } else {
                waitFor(pending, isFirst, deadline);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return pending.result();
    }

    /** How many appends wait for a writer. */
    int waiting() {
        return queue.size();
    }

    private void writeAndHandOver() {
        try {
            var batch = takeBatch();
            // Whoever is first now has to look at the clock for all of them.
            wakeFirst();
            write(batch);
        } finally {
            writer.release();
            wakeFirst();
        }
    }

    /**
     * What waits, in its order and up to the limit. An append that must not be in the same batch as one before it stays
     * where it is, and so do all that must come after it; the others go past.
     */
    private List<PendingAppend> takeBatch() {
        var batch = new ArrayList<PendingAppend>();
        var streams = new HashSet<String>();
        var keys = new HashSet<IdempotencyKey>();
        var tags = new HashSet<Tag>();
        for (var waiting = queue.iterator(); waiting.hasNext() && batch.size() < MariaDbLimits.BATCH; ) {
            var next = waiting.next();
            var append = next.append();
            var ids = append.streams().stream()
                    .map(stream -> stream.stream().id())
                    .toList();
            // Those that stay keep what they name, so that nobody who must come after them goes past.
            var isFirstOfStreams = ids.stream().noneMatch(streams::contains);
            streams.addAll(ids);
            var isFirstOfKey = append.request().isEmpty()
                    || keys.add(append.request().get().key());
            var isJudgeable = isJudgeable(append, batch.isEmpty(), tags);
            if (isFirstOfStreams && isJudgeable && isFirstOfKey) {
                waiting.remove();
                // It may have been withdrawn meanwhile.
                if (next.take()) {
                    batch.add(next);
                    addTags(append, tags);
                }
            }
        }
        return batch;
    }

    /** Whether none of the events before it in the batch can be one that its conditions forbid. */
    private static boolean isJudgeable(Append append, boolean isFirst, Set<Tag> tagsBefore) {
        return isFirst
                || append.conditions().stream()
                        .flatMap(condition -> condition.failIfEventsMatch().items().stream())
                        .allMatch(item -> !item.tags().isEmpty() && !tagsBefore.containsAll(item.tags()));
    }

    private static void addTags(Append append, Set<Tag> tags) {
        for (var stream : append.streams()) {
            for (var event : stream.events()) {
                tags.addAll(event.tags());
            }
        }
    }

    private void write(List<PendingAppend> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            recorder.accept(batch);
        } catch (RuntimeException | Error failure) {
            batch.forEach(pending -> pending.fail(StoreUnavailableException.outcomeUnknown(MariaDb.STORE, failure)));
            throw failure;
        }
    }

    /**
     * Waits until there may be something to do; gives up when nobody took the append for too long.
     *
     * <p>The first of the queue has waited for the longest, so it alone sets an alarm. It wakes the next
     * one when it leaves.
     */
    private void waitFor(PendingAppend pending, boolean isFirst, long deadline) {
        if (pending.isSettled()) {
            return;
        }
        var left = deadline - System.nanoTime();
        if (pending.isTaken() || (left > 0 && !isFirst)) {
            LockSupport.park(this);
        } else if (left > 0) {
            LockSupport.parkNanos(this, left);
        } else if (pending.withdraw(StoreUnavailableException.overloaded(MariaDb.STORE))) {
            queue.remove(pending);
            // The wake-up that this one was given may have been meant for whoever writes next.
            wakeFirst();
        }
    }

    private void wakeFirst() {
        var first = queue.peek();
        if (first != null) {
            first.wake();
        }
    }
}
