package io.ledger.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who shares a read with whom; the reads here end when the test lets them. */
class GatheredReadsTest {

    private final Map<Integer, String> store = new ConcurrentHashMap<>(Map.of(1, "one", 2, "two"));
    private final List<List<Integer>> reads = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final GatheredReads<Integer, String> finds = new GatheredReads<>(this::read, Duration.ofMinutes(1));

    /** Reads at its beginning, as a snapshot does. */
    private Map<Integer, String> read(Collection<Integer> keys) {
        reads.add(List.copyOf(keys));
        var found = keys.stream().filter(store::containsKey).collect(Collectors.toMap(key -> key, store::get));
        begun.release();
        mayEnd.acquireUninterruptibly();
        if (keys.contains(-1)) {
            throw new IllegalStateException("no answer");
        }
        return found;
    }

    @Test
    void whoComesDuringAReadSharesTheNextOne() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = executor.submit(() -> finds.find(1));
            begun.acquire();
            store.put(1, "changed");
            var later = waiting(List.of(() -> finds.find(1), () -> finds.find(2), () -> finds.find(3)));
            mayEnd.release(2);

            assertThat(first.get()).contains("one");
            assertThat(results(later)).containsExactly(Optional.of("changed"), Optional.of("two"), Optional.empty());
            assertThat(reads).hasSize(2);
            assertThat(reads.getFirst()).containsExactly(1);
            assertThat(reads.getLast()).containsExactlyInAnyOrder(1, 2, 3);
        }
    }

    @Test
    void aReadThatFailsFailsForThoseWhoShareItAlone() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = executor.submit(() -> finds.find(1));
            begun.acquire();
            var failing = waiting(List.of(() -> finds.find(-1), () -> finds.find(2)));
            mayEnd.release(2);

            assertThat(first.get()).contains("one");
            for (var result : failing) {
                assertThatThrownBy(result::get).hasRootCauseMessage("no answer");
            }
            mayEnd.release();
            assertThat(finds.find(2)).contains("two");
        }
    }

    @Test
    void aReadHasNoMoreKeysThanItsLimit() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = executor.submit(() -> finds.find(1));
            begun.acquire();
            var many = IntStream.range(0, MariaDbLimits.GATHERED_READS + 5)
                    .<Callable<Optional<String>>>mapToObj(key -> () -> finds.find(key))
                    .toList();
            var waiting = waiting(many);
            mayEnd.release(3);

            assertThat(first.get()).contains("one");
            assertThat(results(waiting)).hasSize(many.size());
            assertThat(reads)
                    .hasSize(3)
                    .allSatisfy(keys -> assertThat(keys).hasSizeLessThanOrEqualTo(MariaDbLimits.GATHERED_READS));
        }
    }

    /** Starts callers, and returns when all of them wait for a read. */
    private List<Future<Optional<String>>> waiting(List<Callable<Optional<String>>> callers) throws Exception {
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        var results = callers.stream().map(executor::submit).toList();
        executor.shutdown();
        Waiting.until("all wait", () -> finds.waiting() == callers.size());
        return results;
    }

    private static List<Optional<String>> results(List<Future<Optional<String>>> futures) throws Exception {
        var results = new ArrayList<Optional<String>>();
        for (var future : futures) {
            results.add(future.get());
        }
        return results;
    }
}
