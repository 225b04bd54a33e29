package io.ledger.core.command;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Tag;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.LogPlace;
import io.ledger.core.stream.AppendCondition;
import io.ledger.core.stream.EventQuery;
import io.ledger.core.stream.QueriedLog;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rule that two streams never bear the same tag, such as that of a name, at one time.
 *
 * <p>Who bears a tag is folded from the events that have it, and the events of a command are recorded on the condition
 * that no other such event has come since.
 *
 * <p>Most tags are new, so it is presumed that no event has the tag at all: the log is not read then, and the condition
 * alone says whether it is so. Tags that were found to be in use are remembered with what was folded, so that only later
 * events are read the next time. That is believed only if the last of its events still stands where it was.
 */
public final class UniqueTag<S, E, R> implements StreamRule<S, E, R> {

    /** How streams come to bear tags. Each event that takes a tag or sets one free has it. */
    public interface Bearing<S, E> {

        /** The tag that a stream bears; empty when it bears none. */
        Optional<Tag> borne(S state);

        /** The tag that an event takes for its stream; empty when it takes none. */
        Optional<Tag> taken(Optional<S> before, E event);

        /** Whether the stream of an event that has a tag bears the tag after it. */
        boolean bearsAfter(E event, Tag tag);
    }

    private final QueriedLog<E> log;
    private final Bearing<S, E> bearing;
    private final R rejection;
    private final UsedTags used = new UsedTags();

    /** @param rejection of a command whose events take what another stream bears */
    public UniqueTag(QueriedLog<E> log, Bearing<S, E> bearing, R rejection) {
        this.log = log;
        this.bearing = bearing;
        this.rejection = rejection;
    }

    @Override
    public Optional<List<AppendCondition>> presumed(StreamId stream, Optional<S> before, List<E> events) {
        var wanted = wanted(before, events);
        if (wanted.isEmpty()) {
            return Optional.of(List.of());
        }
        var tag = wanted.get();
        return used.find(tag).isPresent()
                ? Optional.empty()
                : Optional.of(List.of(new AppendCondition(EventQuery.tagged(tag), GlobalPosition.START)));
    }

    @Override
    public Finding<R> check(StreamId stream, Optional<S> before, List<E> events) {
        var wanted = wanted(before, events);
        if (wanted.isEmpty()) {
            return new Finding.Kept<>(List.of());
        }
        var tag = wanted.get();
        var bearers = new LinkedHashSet<StreamId>();
        var read = read(tag, bearers);
        bearers.remove(stream);
        return bearers.isEmpty()
                ? new Finding.Kept<>(List.of(new AppendCondition(EventQuery.tagged(tag), read)))
                : new Finding.Broken<>(rejection, bearers.getFirst());
    }

    /** The tag that the events take, empty when they take none that the stream does not bear already. */
    private Optional<Tag> wanted(Optional<S> before, List<E> events) {
        return events.stream()
                .flatMap(event -> bearing.taken(before, event).stream())
                .reduce((_, last) -> last)
                .filter(tag -> !before.flatMap(bearing::borne).equals(Optional.of(tag)));
    }

    /** Reads who bears a tag, and gives the position up to which that is true. */
    private GlobalPosition read(Tag tag, Set<StreamId> bearers) {
        var query = EventQuery.tagged(tag);
        var known = used.find(tag);
        // The last event that was read before is read again: in another history another one stands there.
        var after = known.map(it -> it.last().position().value() - 1).orElse(0L);
        var page = log.matching(query, new GlobalPosition(after), QueriedLog.MAX_PAGE);
        if (known.isPresent()) {
            if (page.value().isEmpty()
                    || !place(page.value().getFirst()).equals(known.get().last())) {
                page = log.matching(query, GlobalPosition.START, QueriedLog.MAX_PAGE);
            } else {
                bearers.addAll(known.get().bearers());
            }
        }
        var last = LogPlace.START;
        while (true) {
            for (var entry : page.value()) {
                if (entry instanceof Recorded<E> event) {
                    apply(event, tag, bearers);
                }
                last = place(entry);
            }
            if (page.value().size() < QueriedLog.MAX_PAGE) {
                used.remember(tag, new UsedTag(last, List.copyOf(bearers)));
                return page.completeTo();
            }
            page = log.matching(query, page.completeTo(), QueriedLog.MAX_PAGE);
        }
    }

    private static LogPlace place(LogEntry<?> entry) {
        return new LogPlace(entry.position(), entry.eventId());
    }

    private void apply(Recorded<E> event, Tag tag, Set<StreamId> bearers) {
        if (bearing.bearsAfter(event.event(), tag)) {
            bearers.add(event.stream());
        } else {
            bearers.remove(event.stream());
        }
    }

    /**
     * A tag that events have.
     *
     * @param last the last of them that was read
     * @param bearers who bears the tag after that
     */
    private record UsedTag(LogPlace last, List<StreamId> bearers) {}

    /** The tags that were asked for last among those that events have. */
    private static final class UsedTags {

        /** Without what their bearers take, a megabyte. */
        private static final int MOST = 4_096;

        private final Map<Tag, UsedTag> tags = new LinkedHashMap<>(16, 0.75f, true);

        synchronized Optional<UsedTag> find(Tag tag) {
            return Optional.ofNullable(tags.get(tag));
        }

        synchronized void remember(Tag tag, UsedTag use) {
            if (use.last().equals(LogPlace.START)) {
                tags.remove(tag);
                return;
            }
            tags.put(tag, use);
            if (tags.size() > MOST) {
                tags.remove(tags.keySet().iterator().next());
            }
        }
    }
}
