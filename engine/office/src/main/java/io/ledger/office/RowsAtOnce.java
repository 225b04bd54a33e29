package io.ledger.office;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Carries out many rows at once, so that they share the commits of the log. */
final class RowsAtOnce {

    private RowsAtOnce() {}

    /**
     * Does something for each of some rows, and waits for all.
     *
     * @param limit how many are carried out at once
     * @param results takes those that were done, also when others failed
     * @throws RuntimeException the first failure, if there is one
     */
    static <T, R> Map<T, R> each(List<T> rows, int limit, Function<T, R> work, Consumer<Map<T, R>> results) {
        return each(rows, limit, Function.identity(), work, results);
    }

    /**
     * Does something for each of some rows, of which not all may be carried out at once, and waits for all.
     *
     * @param limit how many are carried out at once
     * @param turn rows of one turn are carried out one after the other, in their order
     * @param results takes those that were done, also when others failed
     * @throws RuntimeException the first failure, if there is one
     */
    static <T, R> Map<T, R> each(
            List<T> rows, int limit, Function<T, ?> turn, Function<T, R> work, Consumer<Map<T, R>> results) {
        Map<Object, List<T>> turns = new LinkedHashMap<>();
        rows.forEach(row ->
                turns.computeIfAbsent(turn.apply(row), _ -> new ArrayList<>()).add(row));
        Map<T, R> done = new ConcurrentHashMap<>();
        var failure = new AtomicReference<@Nullable RuntimeException>();
        var room = new Semaphore(limit);
        var ended = new CountDownLatch(turns.size());
        for (var rowsOfTurn : turns.values()) {
            room.acquireUninterruptibly();
            Thread.ofVirtual().name("import-row").start(() -> {
                try {
                    for (var row : rowsOfTurn) {
                        if (failure.get() == null) {
                            done.put(row, work.apply(row));
                        }
                    }
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                } catch (Error fatal) {
                    // Otherwise the row would have neither a result nor a failure, and nobody would do it again.
                    failure.compareAndSet(null, new IllegalStateException("A row could not be carried out", fatal));
                } finally {
                    room.release();
                    ended.countDown();
                }
            });
        }
        await(ended);
        Map<T, R> ordered = new LinkedHashMap<>();
        for (var row : rows) {
            var result = done.get(row);
            if (result != null) {
                ordered.put(row, result);
            }
        }
        results.accept(ordered);
        var failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return ordered;
    }

    private static void await(CountDownLatch ended) {
        var isInterrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException _) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
