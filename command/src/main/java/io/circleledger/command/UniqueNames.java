package io.circleledger.command;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.NameTags;
import io.ledger.core.StreamId;
import io.ledger.core.command.StreamRule;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.stream.AppendCondition;
import io.ledger.core.stream.EventQuery;
import io.ledger.core.stream.QueriedLog;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rule that two living circles never bear names that people take for the same.
 *
 * <p>Who bears a name is folded from the events that have its tag ({@link NameTags}), and the events of a command are
 * recorded on the condition that no other such event has come since.
 */
public final class UniqueNames implements StreamRule<Circle, CircleEvent, CircleRejection> {

    private final QueriedLog<CircleEvent> log;
    private final NameTags tags;

    public UniqueNames(QueriedLog<CircleEvent> log, NameTags tags) {
        this.log = log;
        this.tags = tags;
    }

    @Override
    public Finding<CircleRejection> check(StreamId stream, Optional<Circle> before, List<CircleEvent> events) {
        var wanted = wanted(before, events);
        if (wanted.isEmpty()) {
            return new Finding.Kept<>(List.of());
        }
        var query = EventQuery.tagged(tags.tag(wanted.get()));
        var bearers = new LinkedHashSet<StreamId>();
        var read = read(query, wanted.get(), bearers);
        bearers.remove(stream);
        return bearers.isEmpty()
                ? new Finding.Kept<>(List.of(new AppendCondition(query, read)))
                : new Finding.Broken<>(CircleRejection.NAME_IS_TAKEN, bearers.getFirst());
    }

    /** The name that the events take, empty when they take none that the circle does not bear already. */
    private Optional<CircleName> wanted(Optional<Circle> before, List<CircleEvent> events) {
        var borne = before.map(Circle::name).map(tags::tag);
        return events.stream()
                .flatMap(event -> switch (event) {
                    case CircleCreated(var details) -> Stream.of(details.name());
                    case CircleUpdated(var change) -> change.name().stream();
                    case CircleDissolved() -> Stream.empty();
                })
                .reduce((_, last) -> last)
                .filter(name -> !borne.equals(Optional.of(tags.tag(name))));
    }

    /** Reads who bears a name, and gives the position up to which that is true. */
    private GlobalPosition read(EventQuery query, CircleName name, Set<StreamId> bearers) {
        var after = GlobalPosition.START;
        while (true) {
            var page = log.matching(query, after, QueriedLog.MAX_PAGE);
            for (var entry : page.value()) {
                if (entry instanceof Recorded<CircleEvent> event) {
                    apply(event, name, bearers);
                }
            }
            after = page.completeTo();
            if (page.value().size() < QueriedLog.MAX_PAGE) {
                return after;
            }
        }
    }

    private void apply(Recorded<CircleEvent> event, CircleName name, Set<StreamId> bearers) {
        var bears = switch (event.event()) {
            case CircleCreated _ -> true;
            case CircleUpdated(var change) -> change.name().map(tags::tag).equals(Optional.of(tags.tag(name)));
            case CircleDissolved() -> false;
        };
        if (bears) {
            bearers.add(event.stream());
        } else {
            bearers.remove(event.stream());
        }
    }
}
