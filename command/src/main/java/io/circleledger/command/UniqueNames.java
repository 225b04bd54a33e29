package io.circleledger.command;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleReinstated;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.NameTags;
import io.ledger.core.StreamId;
import io.ledger.core.command.StreamRule;
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
 * The rule that two living circles never bear names that people take for the same.
 *
 * <p>Who bears a name is folded from the events that have its tag ({@link NameTags}), and the events of a command are
 * recorded on the condition that no other such event has come since.
 *
 * <p>Most names are new, so it is presumed that no event has the tag at all: the log is not read then, and the condition
 * alone says whether it is so. Names that were found to be in use are remembered with what was folded, so that only later
 * events are read the next time. That is believed only if the last of its events still stands where it was.
 */
public final class UniqueNames implements StreamRule<Circle, CircleEvent, CircleRejection> {

    private final QueriedLog<CircleEvent> log;
    private final NameTags tags;
    private final UsedNames used = new UsedNames();

    public UniqueNames(QueriedLog<CircleEvent> log, NameTags tags) {
        this.log = log;
        this.tags = tags;
    }

    @Override
    public Optional<List<AppendCondition>> presumed(
            StreamId stream, Optional<Circle> before, List<CircleEvent> events) {
        var wanted = wanted(before, events);
        if (wanted.isEmpty()) {
            return Optional.of(List.of());
        }
        var tag = tags.tag(wanted.get());
        return used.find(tag).isPresent()
                ? Optional.empty()
                : Optional.of(List.of(new AppendCondition(EventQuery.tagged(tag), GlobalPosition.START)));
    }

    @Override
    public Finding<CircleRejection> check(StreamId stream, Optional<Circle> before, List<CircleEvent> events) {
        var wanted = wanted(before, events);
        if (wanted.isEmpty()) {
            return new Finding.Kept<>(List.of());
        }
        var tag = tags.tag(wanted.get());
        var bearers = new LinkedHashSet<StreamId>();
        var read = read(tag, bearers);
        bearers.remove(stream);
        return bearers.isEmpty()
                ? new Finding.Kept<>(List.of(new AppendCondition(EventQuery.tagged(tag), read)))
                : new Finding.Broken<>(CircleRejection.NAME_IS_TAKEN, bearers.getFirst());
    }

    /** The name that the events take, empty when they take none that the circle does not bear already. */
    private Optional<CircleName> wanted(Optional<Circle> before, List<CircleEvent> events) {
        var borne =
                before.filter(circle -> !circle.dissolved()).map(Circle::name).map(tags::tag);
        return events.stream()
                .flatMap(event -> NameTags.taken(before, event).stream())
                .reduce((_, last) -> last)
                .filter(name -> !borne.equals(Optional.of(tags.tag(name))));
    }

    /** Reads who bears a name, and gives the position up to which that is true. */
    private GlobalPosition read(Tag tag, Set<StreamId> bearers) {
        var query = EventQuery.tagged(tag);
        var known = used.find(tag);
        // The last event that was read before is read again: in another history another one stands there.
        var after = known.map(name -> name.last().position().value() - 1).orElse(0L);
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
                if (entry instanceof Recorded<CircleEvent> event) {
                    apply(event, tag, bearers);
                }
                last = place(entry);
            }
            if (page.value().size() < QueriedLog.MAX_PAGE) {
                used.remember(tag, new UsedName(last, List.copyOf(bearers)));
                return page.completeTo();
            }
            page = log.matching(query, page.completeTo(), QueriedLog.MAX_PAGE);
        }
    }

    private static LogPlace place(LogEntry<CircleEvent> entry) {
        return new LogPlace(entry.position(), entry.eventId());
    }

    private void apply(Recorded<CircleEvent> event, Tag tag, Set<StreamId> bearers) {
        // A reinstated circle has the tag of the name that it bears again.
        var bears = event.event() instanceof CircleCreated
                || event.event() instanceof CircleReinstated
                || (event.event() instanceof CircleUpdated(var change)
                        && change.name().map(tags::tag).equals(Optional.of(tag)));
        if (bears) {
            bearers.add(event.stream());
        } else {
            bearers.remove(event.stream());
        }
    }

    /**
     * A name that events have.
     *
     * @param last the last of them that was read
     * @param bearers who bears the name after that
     */
    private record UsedName(LogPlace last, List<StreamId> bearers) {}

    /** The names that were asked for last among those that events have. */
    private static final class UsedNames {

        /** Without what their bearers take, a megabyte. */
        private static final int MOST = 4_096;

        private final Map<Tag, UsedName> names = new LinkedHashMap<>(16, 0.75f, true);

        synchronized Optional<UsedName> find(Tag tag) {
            return Optional.ofNullable(names.get(tag));
        }

        synchronized void remember(Tag tag, UsedName name) {
            if (name.last().equals(LogPlace.START)) {
                names.remove(tag);
                return;
            }
            names.put(tag, name);
            if (names.size() > MOST) {
                names.remove(names.keySet().iterator().next());
            }
        }
    }
}
