package io.ledger.core.read;

import io.ledger.core.Parsed.Valid;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.Histories.Entry;
import io.ledger.core.stream.Histories.Past;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Queries for the past of a stream: its events, earlier states, and which event set each field.
 *
 * <p>All of it is read from the log, which always has everything; a position that a caller has seen and that the log
 * does not reach is from a log that was lost, or from another.
 */
public final class HistoryQueries<S, E> {

    /** How many entries {@code blame} reads first; later pages are full. */
    public static final int BLAME_PAGE = 100;

    private final Histories<S, E> histories;
    private final ViewProjection<S, E, ?> projection;
    private final Floor floor;

    public HistoryQueries(Histories<S, E> histories, ViewProjection<S, E, ?> projection, Floor floor) {
        this.histories = histories;
        this.projection = projection;
        this.floor = floor;
    }

    /**
     * Reads what happened to a stream after a version, oldest first; empty when there never was such
     * a stream.
     *
     * @param limit 1 to {@link Histories#MAX_PAGE}
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws StoreUnavailableException when the store does not answer
     */
    public Complete<Optional<HistoryPage<E>>> events(StreamId id, int afterVersion, int limit, GlobalPosition atLeast) {
        var level = floor.level();
        var page = histories.after(id, afterVersion, limit);
        complete(page.head(), atLeast);
        if (page.currentVersion() == 0) {
            return new Complete<>(page.head(), Optional.empty());
        }
        page.entries().forEach(entry -> floor.raise(level, entry.position()));
        var last = page.entries().isEmpty()
                ? afterVersion
                : page.entries().getLast().version();
        var next = last < page.currentVersion() ? OptionalInt.of(last) : OptionalInt.empty();
        var answer = new HistoryPage<>(page.entries(), next, next.isPresent() && isSound(page.entries(), afterVersion));
        return new Complete<>(page.head(), Optional.of(answer));
    }

    /**
     * Reads what happened to a stream before a version, newest first; empty when there never was such a stream.
     *
     * @param beforeVersion {@link Integer#MAX_VALUE} for the newest
     * @param limit 1 to {@link Histories#MAX_PAGE}
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws StoreUnavailableException when the store does not answer
     */
    public Complete<Optional<HistoryPage<E>>> newestEvents(
            StreamId id, int beforeVersion, int limit, GlobalPosition atLeast) {
        var page = histories.before(id, beforeVersion, limit);
        complete(page.head(), atLeast);
        if (page.currentVersion() == 0) {
            return new Complete<>(page.head(), Optional.empty());
        }
        var entries = page.entries();
        entries.forEach(entry -> floor.raise(entry.position()));
        var last = entries.isEmpty() ? 1 : entries.getLast().version();
        var next = last > 1 ? OptionalInt.of(last) : OptionalInt.empty();
        // The first page grows at its beginning.
        var isFinal = beforeVersion <= page.currentVersion()
                && !entries.isEmpty()
                && entries.getFirst().version() == beforeVersion - 1
                && isSound(entries.reversed(), last - 1);
        return new Complete<>(page.head(), Optional.of(new HistoryPage<>(entries, next, isFinal)));
    }

    /** Whether these entries will never change: none is missing and each can be read, so there is nothing to repair. */
    private boolean isSound(List<Entry<E>> entries, int afterVersion) {
        var version = afterVersion;
        for (var entry : entries) {
            if (entry.version() != ++version || !(entry.event() instanceof Valid<E>)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Finds the state of a stream at a version or time.
     *
     * @throws CorruptStreamException when its history breaks the rules up to there
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws StoreUnavailableException when the store does not answer
     */
    public PastAnswer<S> find(StreamId id, AsOf asOf, GlobalPosition atLeast) {
        var level = floor.level();
        var past = switch (asOf) {
            case AsOf.Version(var version) -> histories.atVersion(id, version);
            case AsOf.Time(var time) -> histories.atTime(id, time);
        };
        complete(past.head(), atLeast);
        if (past instanceof Past.State<S> state) {
            floor.raise(level, state.then().position());
            return new PastAnswer<>(state, isFinal(asOf, state));
        }
        return new PastAnswer<>(past, false);
    }

    /**
     * A version never changes. At a time nothing more can happen once something has happened later,
     * because times do not run backwards within a stream.
     */
    private boolean isFinal(AsOf asOf, Past.State<S> state) {
        return switch (asOf) {
            case AsOf.Version _ -> true;
            case AsOf.Time _ -> state.then().version() < state.currentVersion();
        };
    }

    /**
     * Finds for each field of a stream's state the event that set it; empty when there never was such a stream.
     *
     * <p>The history is read backwards, only as far as necessary, as it was when the read began.
     *
     * @throws CorruptStreamException when the history breaks the rules where it was read
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws StoreUnavailableException when the store does not answer
     */
    public Complete<Optional<Blame<E>>> blame(StreamId id, GlobalPosition atLeast) {
        var level = floor.level();
        var page = histories.before(id, Integer.MAX_VALUE, BLAME_PAGE);
        var head = page.head();
        complete(head, atLeast);
        if (page.currentVersion() == 0) {
            return new Complete<>(head, Optional.empty());
        }
        floor.raise(level, page.entries().getFirst().position());
        var search = new BlameSearch<>(histories, projection, id, page.currentVersion());
        search.page(page);
        while (!search.isDone()) {
            search.page(histories.before(id, search.end() + 1, Histories.MAX_PAGE));
        }
        return new Complete<>(head, Optional.of(search.result()));
    }

    private static void complete(GlobalPosition head, GlobalPosition atLeast) {
        if (head.isBefore(atLeast)) {
            throw new PositionUnknownException(atLeast, head);
        }
    }
}
