package io.circleledger.infrastructure.check;

import io.circleledger.domain.readmodel.ViewEntry;
import io.ledger.core.log.GlobalPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
public final class Comparison {

    /** One of two sides. */
    public interface Side {

        /** Goes on if that is up to us, and tells the position that everything is included to. */
        GlobalPosition position();

        /** What this side holds about each of the ids. */
        Map<String, ViewEntry> look(List<String> ids);
    }

    /** What each side holds about the same circle. */
    public record Pair(ViewEntry live, ViewEntry wanted) {}

    /**
     * What was found.
     *
     * @param differences by circle id
     * @param open the circles that could not be told in time
     */
    public record Result(Map<String, Pair> differences, Set<String> open) {}

    private record Suspicion(Pair pair, GlobalPosition seenBefore) {}

    private final Side live;
    private final Side wanted;
    private final Supplier<GlobalPosition> head;
    private final Duration patience;
    private final Map<String, Suspicion> suspicions = new HashMap<>();
    private final Map<String, Pair> differences = new TreeMap<>();

    public Comparison(Side live, Side wanted, Supplier<GlobalPosition> head) {
        this(live, wanted, head, CheckLimits.STALL);
    }

    /** @param patience how long a side may be behind without moving */
    Comparison(Side live, Side wanted, Supplier<GlobalPosition> head, Duration patience) {
        this.live = live;
        this.wanted = wanted;
        this.head = head;
        this.patience = patience;
    }

    /** Looks at circles; those that differ are told by {@link #settle}. */
    public void compare(Collection<String> ids) {
        for (var page : pages(ids)) {
            var differing = differing(page);
            if (!differing.isEmpty()) {
                var seenBefore = head.get();
                differing.forEach((id, pair) -> suspicions.putIfAbsent(id, new Suspicion(pair, seenBefore)));
            }
        }
    }

    /** Waits until each suspicion is a difference or none, or until a side does not get on. */
    public Result settle() throws InterruptedException {
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
        return new Result(differences, new TreeSet<>(suspicions.keySet()));
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
                    suspicions.put(id, new Suspicion(pair, seenBefore));
                } else if (!reached.isBefore(suspicion.seenBefore())) {
                    suspicions.remove(id);
                    differences.put(id, pair);
                }
            }
        }
    }

    private Map<String, Pair> differing(List<String> ids) {
        // Both at once: each is a round trip, and some work on what came back.
        var looking = CompletableFuture.supplyAsync(() -> live.look(ids), Thread::startVirtualThread);
        var theirs = wanted.look(ids);
        var ours = looked(looking);
        var differing = new HashMap<String, Pair>();
        for (var id : ids) {
            var pair = new Pair(ours.getOrDefault(id, ViewEntry.NONE), theirs.getOrDefault(id, ViewEntry.NONE));
            if (!pair.live().equals(pair.wanted())) {
                differing.put(id, pair);
            }
        }
        return differing;
    }

    private static Map<String, ViewEntry> looked(CompletableFuture<Map<String, ViewEntry>> looking) {
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
