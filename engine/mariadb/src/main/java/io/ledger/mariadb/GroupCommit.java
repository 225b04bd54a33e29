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
 * Group commit: appends that arrive at the same time share one transaction, and so one flush to the disk.
 *
 * <p>There is a bounded queue, and at most one writer. A thread that queues an append while there is no writer becomes
 * the writer at once: a lone client does not wait and needs no thread hand-off. The writer takes all queued appends,
 * its own among them, and records them together; before, it lets those come who were answered a moment ago
 * ({@link ArrivalWait}). Appends that arrive meanwhile wait. When the writer has finished, the thread of the first of them
 * becomes the writer for all of them. So the batch size follows the load. The technique is that of databases (DeWitt et
 * al., Implementation Techniques for Main Memory Database Systems, 1984).
 *
 * <p>Two appends are never in one batch if they are to the same stream, have the same idempotency key, or if the first
 * may break a condition of the second: the second can be checked only when the first is recorded. So the second waits
 * for the next batch, and others overtake it. It is then at or near the front of the queue, so it is overtaken only as
 * long as the appends to its own stream take.
 */
final class GroupCommit {

    private final ArrayBlockingQueue<PendingAppend> queue;
    private final Duration longestWait;
    private final Consumer<List<PendingAppend>> recorder;
    private final Semaphore writer = new Semaphore(1);

    /** Only the writer uses it. */
    private final ArrivalWait arrivals = new ArrivalWait();

    /**
     * @param capacity how many appends may wait; further ones are refused
     * @param longestWait how long an append may wait until a writer takes it
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
            // Looking into the queue takes its lock, and waiting for a lock may consume a wake-up. So the state that a
            // wake-up announces is checked after that.
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
            arrivals.beforeBatch(queue::size);
            var batch = takeBatch();
            // The one that is first now has to watch the deadline for all of them.
            wakeFirst();
            write(batch);
        } finally {
            writer.release();
            wakeFirst();
        }
    }

    /**
     * Takes the next batch, in the order of the queue and up to the limit. An append that must not be in one batch with
     * an earlier one stays in the queue, and so do all that must come after it; the others overtake them.
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
            // The streams and keys of an append that stays are blocked, so that no append that must come after it
            // overtakes it.
            var isFirstOfStreams = ids.stream().noneMatch(streams::contains);
            streams.addAll(ids);
            var isFirstOfKey = append.request().isEmpty()
                    || keys.add(append.request().get().key());
            var isJudgeable = isJudgeable(append, batch.isEmpty(), tags);
            if (isFirstOfStreams && isJudgeable && isFirstOfKey) {
                waiting.remove();
                // Its thread may have given up meanwhile.
                if (next.take()) {
                    batch.add(next);
                    addTags(append, tags);
                }
            }
        }
        return batch;
    }

    /**
     * Whether its conditions can be checked in this batch: no event before it in the batch may be one that they forbid.
     */
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
        var started = System.nanoTime();
        try {
            recorder.accept(batch);
        } catch (RuntimeException | Error failure) {
            batch.forEach(pending -> pending.fail(StoreUnavailableException.outcomeUnknown(MariaDb.STORE, failure)));
            throw failure;
        } finally {
            arrivals.afterBatch(batch.size(), System.nanoTime() - started);
        }
    }

    /**
     * Waits until there may be something to do; gives up if no writer takes the append in time.
     *
     * <p>The first of the queue has waited longest, so only it waits with a timeout. It wakes the next one when it
     * leaves.
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
            // The wake-up that this thread consumed may have been meant for the next writer.
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
