package io.ledger.projection.check;

import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentEntry;
import io.ledger.core.log.GlobalPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Two sides that follow the log, each at its own pace, compared while it goes on.
 *
 * <p>A pair that differs may only be lag. So it is kept as a suspicion, with the head of the log
 * right after it was seen. Whatever both sides held then is in the log before that head. Once both
 * have passed it and still hold the same two, at most one of them follows the log: it is a
 * difference. A pair that has changed meanwhile is a new suspicion, and one that is equal is none.
 */
public final class Comparison<V extends Document> {

    /** One of two sides. */
    public interface Side<V extends Document> {

        /** Goes on if that is up to us, and tells the position that everything is included to. */
        GlobalPosition position();

        /** What this side holds about each of the ids. */
        Map<String, DocumentEntry<V>> look(List<String> ids);
    }

    /** Tells exactly what should be shown of a stream at the version that is shown. */
    @FunctionalInterface
    public interface ExactHistory<V extends Document> {

        /** What should be shown in place of {@code live}; empty if this cannot be determined. */
        Optional<DocumentEntry<V>> at(String id, DocumentEntry<V> live);
    }

    /** What each side holds about the same stream. */
    public record Pair<V extends Document>(DocumentEntry<V> live, DocumentEntry<V> wanted) {}

    /**
     * What was found.
     *
     * @param differences by the id of the stream
     * @param open the streams that could not be told in time
     */
    public record Result<V extends Document>(Map<String, Pair<V>> differences, Set<String> open) {}

    private record Suspicion<V extends Document>(Pair<V> pair, GlobalPosition seenBefore, long sinceNanos) {}

    private final Side<V> live;
    private final Side<V> wanted;
    private final Supplier<GlobalPosition> head;
    private final ExactHistory<V> past;
    private final Duration patience;
    private final Map<String, Suspicion<V>> suspicions = new HashMap<>();
    private final Map<String, Pair<V>> differences = new TreeMap<>();

    public Comparison(Side<V> live, Side<V> wanted, Supplier<GlobalPosition> head) {
        this(live, wanted, head, (_, _) -> Optional.empty());
    }

    /** @param past settles streams that change all the time, so that both sides never show the same at once */
    public Comparison(Side<V> live, Side<V> wanted, Supplier<GlobalPosition> head, ExactHistory<V> past) {
        this(live, wanted, head, past, CheckLimits.STALL);
    }

    /** @param patience how long a side may be behind without moving */
    Comparison(Side<V> live, Side<V> wanted, Supplier<GlobalPosition> head, ExactHistory<V> past, Duration patience) {
        this.live = live;
        this.wanted = wanted;
        this.head = head;
        this.past = past;
        this.patience = patience;
    }

    /** Looks at streams; those that differ are told by {@link #settle}. */
    public void compare(Collection<String> ids) {
        for (var page : pages(ids)) {
            var differing = differing(page);
            if (!differing.isEmpty()) {
                var seenBefore = head.get();
                var now = System.nanoTime();
                differing.forEach((id, pair) -> suspicions.putIfAbsent(id, new Suspicion<>(pair, seenBefore, now)));
            }
        }
    }

    /** Rechecks each mismatch until it is confirmed or resolved, or until a side makes no progress. */
    public Result<V> settle() throws InterruptedException {
        var started = System.nanoTime();
        var moved = started;
        var before = GlobalPosition.START;
        while (!suspicions.isEmpty()) {
            var reached = least(live.position(), wanted.position());
            var now = System.nanoTime();
            if (!reached.equals(before)) {
                moved = now;
                before = reached;
            }
            settle(reached);
            if (now - started > CheckLimits.SETTLE.toNanos() || now - moved > patience.toNanos()) {
                break;
            }
            if (!suspicions.isEmpty()) {
                Thread.sleep(CheckLimits.POLL);
            }
        }
        return new Result<>(differences, new TreeSet<>(suspicions.keySet()));
    }

    private void settle(GlobalPosition reached) {
        for (var page : pages(List.copyOf(suspicions.keySet()))) {
            var differing = differing(page);
            var seenBefore = differing.isEmpty() ? GlobalPosition.START : head.get();
            for (var id : page) {
                var pair = differing.get(id);
                var suspicion = suspicions.get(id);
                if (pair == null) {
                    suspicions.remove(id);
                } else if (suspicion == null || !pair.equals(suspicion.pair())) {
                    changed(id, pair, seenBefore, suspicion == null ? System.nanoTime() : suspicion.sinceNanos());
                } else if (!reached.isBefore(suspicion.seenBefore())) {
                    suspicions.remove(id);
                    differences.put(id, pair);
                }
            }
        }
    }

    /** A stream that changes from look to look is compared, after a while, with what it was at the version it shows. */
    private void changed(String id, Pair<V> pair, GlobalPosition seenBefore, long sinceNanos) {
        var exact = System.nanoTime() - sinceNanos > CheckLimits.BUSY.toNanos()
                ? past.at(id, pair.live())
                : Optional.<DocumentEntry<V>>empty();
        if (exact.isEmpty()) {
            suspicions.put(id, new Suspicion<>(pair, seenBefore, sinceNanos));
            return;
        }
        suspicions.remove(id);
        if (!exact.get().equals(pair.live())) {
            differences.put(id, new Pair<>(pair.live(), exact.get()));
        }
    }

    private Map<String, Pair<V>> differing(List<String> ids) {
        // Both at once: each is a round trip, and some work on what came back.
        var looking = CompletableFuture.supplyAsync(() -> live.look(ids), Thread::startVirtualThread);
        var theirs = wanted.look(ids);
        var ours = looked(looking);
        var differing = new HashMap<String, Pair<V>>();
        for (var id : ids) {
            var pair = new Pair<>(
                    ours.getOrDefault(id, DocumentEntry.<V>none()), theirs.getOrDefault(id, DocumentEntry.<V>none()));
            if (!pair.live().equals(pair.wanted())) {
                differing.put(id, pair);
            }
        }
        return differing;
    }

    private static <V extends Document> Map<String, DocumentEntry<V>> looked(
            CompletableFuture<Map<String, DocumentEntry<V>>> looking) {
        try {
            return looking.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    private static List<List<String>> pages(Collection<String> ids) {
        var all = List.copyOf(ids);
        var pages = new ArrayList<List<String>>();
        for (var from = 0; from < all.size(); from += CheckLimits.LOOK) {
            pages.add(all.subList(from, Math.min(all.size(), from + CheckLimits.LOOK)));
        }
        return pages;
    }

    private static GlobalPosition least(GlobalPosition one, GlobalPosition other) {
        return one.isBefore(other) ? one : other;
    }
}
