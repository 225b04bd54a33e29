package io.ledger.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Tasks that are begun at the same moment. */
final class AtOnce {

    private static final int LONGEST_SECONDS = 60;

    private AtOnce() {}

    /** Runs each task in a thread of its own and gives their results in their order. */
    static <T> List<T> run(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
        var start = new CyclicBarrier(tasks.size());
        var together = tasks.stream()
                .<Callable<T>>map(task -> () -> {
                    start.await(LONGEST_SECONDS, TimeUnit.SECONDS);
                    return task.call();
                })
                .toList();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            for (var future : executor.invokeAll(together, LONGEST_SECONDS, TimeUnit.SECONDS)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
