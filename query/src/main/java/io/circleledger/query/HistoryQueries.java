package io.circleledger.query;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.CorruptStreamException;
import io.ledger.core.stream.Histories.Entry;
import io.ledger.core.stream.Histories.Page;
import io.ledger.core.stream.Histories.Past;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Answers how a circle came to be as it is: its events, its past, and who set what.
 *
 * <p>All of it is read from the log, which always has everything; a position that a caller has seen
 * and that the log does not reach is from a log that was lost, or from another.
 */
public final class HistoryQueries {

    /** How many entries the search for who set what reads first; later ones are full pages. */
    static final int BLAME_PAGE = 100;

    private final Histories<Circle, CircleEvent> histories;
    private final Floor floor;

    public HistoryQueries(Histories<Circle, CircleEvent> histories, Floor floor) {
        this.histories = histories;
        this.floor = floor;
    }

    /**
     * Reads what happened to a circle after a version, oldest first; empty when there never was such
     * a circle.
     *
     * @param limit 1 to {@link Histories#MAX_PAGE}
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws StoreUnavailableException when the store does not answer
     */
    public Answered<HistoryPage> events(StreamId id, int afterVersion, int limit, GlobalPosition atLeast) {
        var level = floor.level();
        var page = histories.after(id, afterVersion, limit);
        complete(page.head(), atLeast);
        if (page.currentVersion() == 0) {
            return new Answered<>(page.head(), Optional.empty());
        }
        page.entries().forEach(entry -> floor.raise(level, entry.position()));
        var last = page.entries().isEmpty()
                ? afterVersion
                : page.entries().getLast().version();
        var next = last < page.currentVersion() ? OptionalInt.of(last) : OptionalInt.empty();
        var answer = new HistoryPage(page.entries(), next, next.isPresent() && isSound(page.entries(), afterVersion));
        return new Answered<>(page.head(), Optional.of(answer));
    }

    /**
     * Reads what happened to a circle before a version, newest first; empty when there never was such a circle.
     *
     * @param beforeVersion {@link Integer#MAX_VALUE} for the newest
     * @param limit 1 to {@link Histories#MAX_PAGE}
     * @throws ReadModelBehindException when the log ends before {@code atLeast}
     * @throws StoreUnavailableException when the store does not answer
     */
    public Answered<HistoryPage> newestEvents(StreamId id, int beforeVersion, int limit, GlobalPosition atLeast) {
        var page = histories.before(id, beforeVersion, limit);
        complete(page.head(), atLeast);
        if (page.currentVersion() == 0) {
            return new Answered<>(page.head(), Optional.empty());
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
        return new Answered<>(page.head(), Optional.of(new HistoryPage(entries, next, isFinal)));
    }

    /** Whether nobody will want to mend these entries: none is missing and each can be read. */
    private static boolean isSound(List<Entry<CircleEvent>> entries, int afterVersion) {
        var version = afterVersion;
        for (var entry : entries) {
            if (entry.version() != ++version || !(entry.event() instanceof Valid<CircleEvent>)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Tells what a circle was.
     *
     * @throws CorruptStreamException when its history breaks the rules up to there
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws StoreUnavailableException when the store does not answer
     */
    public PastAnswer find(StreamId id, AsOf asOf, GlobalPosition atLeast) {
        var level = floor.level();
        var past = switch (asOf) {
            case AsOf.Version(var version) -> histories.atVersion(id, version);
            case AsOf.Time(var time) -> histories.atTime(id, time);
        };
        var head = past.head();
        complete(head, atLeast);
        return switch (past) {
            case Past.State<Circle> state -> {
                var circle = state.then();
                floor.raise(level, circle.position());
                yield circle.state().dissolved()
                        ? new PastAnswer.Dissolved(head, circle.version())
                        : new PastAnswer.Lived(head, CircleView.of(circle), isFinal(asOf, state));
            }
            case Past.NotReached<Circle> ahead -> new PastAnswer.NotReached(head, ahead.currentVersion());
            case Past.NotCreatedYet<Circle> early -> new PastAnswer.NotCreatedYet(head, early.createdAt());
            case Past.Unknown<Circle> _ -> new PastAnswer.Unknown(head);
        };
    }

    /**
     * A version never changes. At a time nothing more can happen once something has happened later,
     * because times do not run backwards within a circle.
     */
    private static boolean isFinal(AsOf asOf, Past.State<Circle> state) {
        return switch (asOf) {
            case AsOf.Version _ -> true;
            case AsOf.Time _ -> state.then().version() < state.currentVersion();
        };
    }

    /**
     * Tells for each field of a circle which event set it; empty when there never was such a circle.
     *
     * <p>The history is read backwards, and no further than it takes. It is that of the moment the
     * reading began.
     *
     * @throws CorruptStreamException when the history breaks the rules where it was read
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws StoreUnavailableException when the store does not answer
     */
    public Answered<Blame> blame(StreamId id, GlobalPosition atLeast) {
        var level = floor.level();
        var page = histories.before(id, Integer.MAX_VALUE, BLAME_PAGE);
        var head = page.head();
        complete(head, atLeast);
        if (page.currentVersion() == 0) {
            return new Answered<>(head, Optional.empty());
        }
        floor.raise(level, page.entries().getFirst().position());
        var search = searched(BlameSearch.from(id, page.currentVersion()), page);
        while (!search.isDone()) {
            search = searched(search, histories.before(id, search.expected() + 1, Histories.MAX_PAGE));
        }
        return new Answered<>(head, Optional.of(search.result()));
    }

    private BlameSearch searched(BlameSearch from, Page<CircleEvent> page) {
        if (page.entries().isEmpty()) {
            throw new CorruptStreamException(from.id(), from.expected(), "the event is missing");
        }
        var search = from;
        for (var entry : page.entries()) {
            search = search.back(entry);
            if (search.isDone()) {
                return search;
            }
        }
        // What the circle was before its candidates is near, in a snapshot; an earlier event that
        // names the same field may be as far away as the creation.
        for (var version : search.statesWanted()) {
            if (histories.atVersion(search.id(), version) instanceof Past.State<Circle> state) {
                search = search.knowing(CircleView.of(state.then()));
            }
        }
        return search;
    }

    private static void complete(GlobalPosition head, GlobalPosition atLeast) {
        if (head.isBefore(atLeast)) {
            throw new PositionUnknownException(atLeast, head);
        }
    }
}
