package io.ledger.core.read;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.Document;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.Complete;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.core.log.LogTimes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Read models of the past: what all documents of a category were at some time.
 *
 * <p>Each is folded from the start of the log, one at a time, and kept in memory for those who ask for the same time
 * again, such as for the next page. What is kept names the event up to which it was folded. It is used only while the log
 * has nothing more of that time, and that event still: so it is never stale.
 *
 * @param <E> events
 * @param <V> documents
 * @param <M> read models
 */
public final class PastReadModels<E, V extends Document, M> {

    private static final String STORE = "list of the past";

    /** A log that lost its end while it was read is read again, so often. */
    private static final int ATTEMPTS = 3;

    /**
     * A document as it was.
     *
     * @param createdAt where its stream's first event stands in the log
     */
    public record PastDocument<V extends Document>(V document, GlobalPosition createdAt) {}

    /** Which past: a time, and the last place of the log that may have events up to it. */
    private record Key(Instant time, LogPlace last) {}

    private record Kept<M>(M model, int documents) {}

    private final EventLog<E> log;
    private final LogTimes times;
    private final ViewProjection<?, E, V> projection;
    private final Function<List<PastDocument<V>>, M> maker;
    private final Freshness freshness;
    private final PastLimits limits;
    private final ReentrantLock folding = new ReentrantLock(true);

    /** Those that were used last come last; guarded by itself. */
    private final Map<Key, Kept<M>> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** @param maker makes a read model of documents, which are in no order */
    public PastReadModels(
            EventLog<E> log,
            LogTimes times,
            ViewProjection<?, E, V> projection,
            Function<List<PastDocument<V>>, M> maker,
            Freshness freshness,
            PastLimits limits) {
        this.log = log;
        this.times = times;
        this.projection = projection;
        this.maker = maker;
        this.freshness = freshness;
        this.limits = limits;
    }

    /**
     * The read model as it was at a time, complete to the end of the log.
     *
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws PastTooLargeException when the log up to that time is too long, or had too many documents
     * @throws StoreUnavailableException when the log does not answer, or others have too much folded before
     */
    public Complete<M> at(Instant time, GlobalPosition atLeast) {
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var shownBefore = freshness.shown();
            var level = freshness.level();
            var end = log.end().position();
            freshness.checkEnd(shownBefore, end, atLeast);
            var until = times.lastUntil(time);
            var last = log.at(until.isBefore(end) ? until : end);
            var model = model(new Key(time, last));
            if (model.isPresent()) {
                freshness.shown(level, last.position());
                return new Complete<>(end, model.get());
            }
        }
        throw StoreUnavailableException.of(STORE, new IllegalStateException("the log keeps losing its end"));
    }

    private Optional<M> model(Key key) {
        var known = known(key);
        if (known.isPresent()) {
            return known;
        }
        if (key.last().position().value() > limits.events()) {
            throw PastTooLargeException.events(key.last().position().value(), limits.events());
        }
        awaitTurn();
        try {
            // Who had the turn before may have asked for the same.
            var made = known(key);
            return made.isPresent() ? made : folded(key);
        } finally {
            folding.unlock();
        }
    }

    private Optional<M> known(Key key) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(key)).map(Kept::model);
        }
    }

    private void awaitTurn() {
        try {
            if (!folding.tryLock(limits.turnWait().toMillis(), TimeUnit.MILLISECONDS)) {
                throw StoreUnavailableException.of(STORE, new TimeoutException("another one is being folded"));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a turn to fold");
        }
    }

    /** The read model; empty when the log lost its end meanwhile. */
    private Optional<M> folded(Key key) {
        var last = key.last().position().value();
        var fold = new PastFold<>(projection, key.time(), limits.documents());
        var next = 1L;
        while (next <= last) {
            var page = log.replayFrom(new GlobalPosition(next), (int) Math.min(EventLog.MAX_PAGE, last - next + 1));
            if (page.isEmpty()) {
                return Optional.empty();
            }
            page.forEach(fold::entry);
            next = page.getLast().position().value() + 1;
        }
        if (!log.at(key.last().position()).equals(key.last())) {
            return Optional.empty();
        }
        var documents = fold.documents();
        var model = maker.apply(documents);
        keep(key, new Kept<>(model, documents.size()));
        return Optional.of(model);
    }

    private void keep(Key key, Kept<M> made) {
        synchronized (kept) {
            kept.put(key, made);
            var documents = kept.values().stream().mapToInt(Kept::documents).sum();
            var eldest = kept.values().iterator();
            while (kept.size() > limits.models() || documents > limits.documents()) {
                documents -= eldest.next().documents();
                eldest.remove();
            }
        }
    }
}
