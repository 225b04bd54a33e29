package io.ledger.mariadb;

import io.ledger.core.StoreUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Reads by key that share a statement when they come at the same time: what {@link GroupCommit} is for appends.
 *
 * <p>A read is alone when none is under way. Those that come meanwhile wait for its end and are then answered together, so a
 * read always begins after it was asked for, and never answers with what was before.
 *
 * @param <K> what is asked for
 * @param <V> what there may be
 */
public final class GatheredReads<K, V> {

    private final Function<Collection<K>, Map<K, V>> read;
    private final Duration longest;
    private final Lock lock = new ReentrantLock();
    private final Lock turn = new ReentrantLock();
    private Gathering<K, V> gathering = new Gathering<>();
    private int waiting;

    /** @param read finds what there is; asked for at most {@link MariaDbLimits#GATHERED_READS} keys at once */
    public GatheredReads(Function<Collection<K>, Map<K, V>> read) {
        this(read, MariaDbLimits.READ_QUEUE_WAIT);
    }

    /** @param longest how long a read waits for the end of the one before */
    GatheredReads(Function<Collection<K>, Map<K, V>> read, Duration longest) {
        this.read = read;
        this.longest = longest;
    }

    /** Those that wait for one read. */
    private static final class Gathering<K, V> {

        private final Set<K> keys = new LinkedHashSet<>();
        private final CompletableFuture<Map<K, V>> answer = new CompletableFuture<>();
        private int callers;
    }

    /**
     * Finds one.
     *
     * @throws StoreUnavailableException when the store does not answer in time, which all who share the read are told
     */
    public Optional<V> find(K key) {
        Gathering<K, V> mine;
        boolean isFirst;
        lock.lock();
        try {
            if (gathering.keys.size() == MariaDbLimits.GATHERED_READS) {
                gathering = new Gathering<>();
            }
            mine = gathering;
            isFirst = mine.keys.isEmpty();
            mine.keys.add(key);
            mine.callers++;
            waiting++;
        } finally {
            lock.unlock();
        }
        if (isFirst) {
            carryOut(mine);
        }
        try {
            return Optional.ofNullable(mine.answer.join().get(key));
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    /** How many wait for a read to begin. */
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    private void carryOut(Gathering<K, V> mine) {
        var isMyTurn = isMyTurn();
        close(mine);
        if (!isMyTurn) {
            mine.answer.completeExceptionally(
                    StoreUnavailableException.of(MariaDb.STORE, new TimeoutException("the read before took too long")));
            return;
        }
        try {
            mine.answer.complete(read.apply(mine.keys));
        } catch (RuntimeException | Error failure) {
            mine.answer.completeExceptionally(failure);
        } finally {
            turn.unlock();
        }
    }

    private boolean isMyTurn() {
        try {
            return turn.tryLock(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Nobody comes to it any more: its read begins. */
    private void close(Gathering<K, V> mine) {
        lock.lock();
        try {
            waiting -= mine.callers;
            if (gathering.equals(mine)) {
                gathering = new Gathering<>();
            }
        } finally {
            lock.unlock();
        }
    }
}
