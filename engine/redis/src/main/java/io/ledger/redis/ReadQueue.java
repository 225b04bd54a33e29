package io.ledger.redis;

import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import io.lettuce.core.RedisException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Reads that wait for each other, to be sent together.
 *
 * <p>Whoever reads joins a queue; the first of them starts a virtual thread that sends all of them in one batch and hands
 * out the replies. It runs when those that are runnable already have had their turn, and those who come while it waits
 * are sent next, so the queue is as long as the load makes it. It also is the only one that another thread has to wake:
 * to wake a virtual thread from outside of their scheduler costs more than the rest of a read.
 *
 * <p>Readers set no timer of their own: whoever sends a batch replies to all of it, or fails all of it, in time.
 */
final class ReadQueue {

    /** What a reader gets. */
    record DocumentReply(GlobalPosition completeTo, Optional<String> document) {}

    /** @param isKept whether the document may be kept, so that Redis has to tell of changes */
    record PendingRead(StreamId id, boolean isKept, CompletableFuture<DocumentReply> reply) {}

    private final String threadName;
    private final Consumer<List<PendingRead>> sender;
    private final ArrayBlockingQueue<PendingRead> waiting = new ArrayBlockingQueue<>(RedisLimits.REQUEST_QUEUE);

    /** Whether somebody sends. */
    private final AtomicBoolean isSending = new AtomicBoolean();

    /** @param sender replies to each read or fails it, and throws nothing; an empty batch is to be sent too */
    ReadQueue(String threadName, Consumer<List<PendingRead>> sender) {
        this.threadName = threadName;
        this.sender = sender;
    }

    /** Reads a document; empty when there was no reply. */
    Optional<DocumentReply> read(StreamId id, boolean isKept) {
        try {
            var reply = new CompletableFuture<DocumentReply>();
            if (!waiting.offer(new PendingRead(id, isKept, reply))) {
                return Optional.empty();
            }
            wake();
            return Optional.of(reply.get());
        } catch (ExecutionException noReply) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Has somebody send all that wait, or an empty batch when none does. */
    void wake() {
        if (isSending.compareAndSet(false, true)) {
            Thread.ofVirtual().name(threadName).start(this::sendAll);
        }
    }

    /** Sends all that wait, or an empty batch, on this thread, unless somebody does so already. */
    void send() {
        if (isSending.compareAndSet(false, true)) {
            sendAll();
        }
    }

    /** One at a time does so: whoever joins the queue meanwhile is seen before it ends, or starts the next one. */
    private void sendAll() {
        do {
            do {
                var batch = new ArrayList<PendingRead>();
                waiting.drainTo(batch, RedisLimits.NEAR_BATCH);
                sender.accept(batch);
            } while (!waiting.isEmpty());
            isSending.set(false);
        } while (!waiting.isEmpty() && isSending.compareAndSet(false, true));
    }

    /** Fails all that wait. */
    void failAll() {
        var failed = new ArrayList<PendingRead>();
        waiting.drainTo(failed);
        failed.forEach(read -> read.reply().completeExceptionally(new RedisException("the connection was lost")));
    }
}
