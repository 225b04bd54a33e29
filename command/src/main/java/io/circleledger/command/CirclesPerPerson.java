package io.circleledger.command;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.MemberJoined;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.PersonTags;
import io.ledger.core.StreamId;
import io.ledger.core.command.StreamRule;
import io.ledger.core.person.PersonId;
import io.ledger.core.stream.AppendCondition;
import io.ledger.core.stream.EventQuery;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.TaggedStreams;
import io.ledger.core.stream.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rule that a person is in so many living circles at most. The circles are found by the person's tag, and whoever joins
 * is recorded on the condition that no other event with the tag has come since.
 */
public final class CirclesPerPerson implements StreamRule<Circle, CircleEvent, CircleRejection> {

    private final TaggedStreams circles;
    private final EventStore<Circle> store;
    private final int most;

    /** @param most how many circles a person may be in */
    public CirclesPerPerson(TaggedStreams circles, EventStore<Circle> store, int most) {
        this.circles = circles;
        this.store = store;
        this.most = most;
    }

    @Override
    public Optional<List<AppendCondition>> presumed(
            StreamId stream, Optional<Circle> before, List<CircleEvent> events) {
        return joining(events).isEmpty() ? Optional.of(List.of()) : Optional.empty();
    }

    @Override
    public Finding<CircleRejection> check(StreamId stream, Optional<Circle> before, List<CircleEvent> events) {
        var conditions = new ArrayList<AppendCondition>();
        for (var person : joining(events)) {
            var tag = PersonTags.tag(person);
            var found = circles.of(tag);
            var others = found.value().stream()
                    .filter(circle -> !circle.equals(stream) && isMember(circle, person))
                    .toList();
            if (others.size() >= most) {
                return new Finding.Broken<>(CircleRejection.TOO_MANY_CIRCLES, others.getFirst());
            }
            conditions.add(new AppendCondition(EventQuery.tagged(tag), found.completeTo()));
        }
        return new Finding.Kept<>(conditions);
    }

    private static List<PersonId> joining(List<CircleEvent> events) {
        var people = new ArrayList<PersonId>();
        for (var event : events) {
            if (event instanceof MemberJoined(var person)) {
                people.add(person);
            } else if (event instanceof CircleCreated(var _, var owner)) {
                owner.ifPresent(people::add);
            }
        }
        return people;
    }

    private boolean isMember(StreamId circle, PersonId person) {
        return store.load(circle)
                .value()
                .map(Versioned::state)
                .filter(state -> !state.dissolved() && state.roster().has(person))
                .isPresent();
    }
}
