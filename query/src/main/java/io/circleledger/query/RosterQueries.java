package io.circleledger.query;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.Office;
import io.circleledger.domain.circle.PersonTags;
import io.circleledger.domain.circle.Roster;
import io.ledger.core.StreamId;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.person.Person;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonRegister;
import io.ledger.core.read.PositionUnknownException;
import io.ledger.core.read.StateQueries;
import io.ledger.core.stream.EventStamps;
import io.ledger.core.stream.EventStamps.EventKey;
import io.ledger.core.stream.EventStamps.EventStamp;
import io.ledger.core.stream.TaggedStreams;
import io.ledger.core.stream.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be asked about the people of circles. The log says who is where, and the register who that is: so no read model
 * has anything of people that would have to be erased, and no answer is behind.
 */
public final class RosterQueries {

    private final StateQueries<Circle> circles;
    private final EventStamps stamps;
    private final TaggedStreams tagged;
    private final PersonRegister persons;

    public RosterQueries(
            StateQueries<Circle> circles, EventStamps stamps, TaggedStreams tagged, PersonRegister persons) {
        this.circles = circles;
        this.stamps = stamps;
        this.tagged = tagged;
        this.persons = persons;
    }

    /**
     * One line of a roster.
     *
     * @param person what the register knows; empty when it has lost them
     * @param joinedAt empty for an advisor, who is no member
     */
    public record RosterLine(PersonId id, Optional<Person> person, String role, Optional<Instant> joinedAt) {}

    /**
     * A part of a roster.
     *
     * @param next after which event to go on, 0 for the owner; empty when this is the end
     */
    public record RosterPage(List<RosterLine> entries, OptionalLong next) {}

    /** What a roster was asked of: a circle that lives, one that was dissolved at a version, or none. */
    public sealed interface RosterAnswer {

        record FoundRoster(RosterPage page) implements RosterAnswer {}

        record Dissolved(int version) implements RosterAnswer {}

        record UnknownCircle() implements RosterAnswer {}
    }

    /** A circle that somebody takes part in. */
    public record Membership(StreamId circle, String name, CircleStatus status, String role) {}

    /**
     * The people of a circle: the owner, then the members by joining, and the advisor at the end.
     *
     * @param after the event that the last one of the page before joined by, 0 for the owner; empty for the first page
     * @throws io.ledger.core.read.PositionUnknownException when the log ends before {@code atLeast}
     */
    public Complete<RosterAnswer> roster(StreamId id, Optional<Long> after, int limit, GlobalPosition atLeast) {
        var found = circles.find(id, atLeast);
        var answer = found.value()
                .<RosterAnswer>map(circle -> circle.state().dissolved()
                        ? new RosterAnswer.Dissolved(circle.version())
                        : new RosterAnswer.FoundRoster(page(id, circle.state().roster(), after, limit)))
                .orElseGet(RosterAnswer.UnknownCircle::new);
        return new Complete<>(found.completeTo(), answer);
    }

    private RosterPage page(StreamId id, Roster roster, Optional<Long> after, int limit) {
        var rest = rest(roster, after);
        var members = rest.subList(0, Math.min(limit, rest.size()));
        var people = persons.find(members.stream().map(Roster.Member::id).toList());
        var since = stamps.of(
                members.stream().map(member -> new EventKey(id, member.since())).toList());
        var entries = members.stream()
                .map(member -> new RosterLine(
                        member.id(),
                        Optional.ofNullable(people.get(member.id())),
                        roster.role(member.id()).orElseThrow(),
                        Optional.ofNullable(since.get(new EventKey(id, member.since())))
                                .filter(EventStamp::hasTime)
                                .map(EventStamp::occurredAt)))
                .toList();
        if (members.size() == rest.size()) {
            return new RosterPage(entries, OptionalLong.empty());
        }
        var last = members.getLast();
        return new RosterPage(entries, OptionalLong.of(roster.isOwner(last.id()) ? 0 : last.since()));
    }

    /** Who comes after a place: the owner is on the first page alone, and the advisor comes last. */
    private static List<Roster.Member> rest(Roster roster, Optional<Long> after) {
        var rest = new ArrayList<Roster.Member>();
        for (var member : roster.inOrder()) {
            if (roster.isOwner(member.id()) ? after.isEmpty() : member.since() > after.orElse(0L)) {
                rest.add(member);
            }
        }
        Optional.ofNullable(roster.officers().get(Office.ADVISOR))
                .filter(person -> !roster.has(person))
                .ifPresent(person -> rest.add(new Roster.Member(person, Integer.MAX_VALUE)));
        return rest;
    }

    /** Whether somebody owns a living circle now. */
    public boolean owns(PersonId person, String circle) {
        return now(circle).filter(roster -> roster.isOwner(person)).isPresent();
    }

    /** Whether somebody owns a living circle now, or has an office in it. */
    public boolean leads(PersonId person, String circle) {
        return now(circle)
                .filter(roster -> roster.isOwner(person) || roster.officers().containsValue(person))
                .isPresent();
    }

    /** A circle as it is now, with its people, also one that was dissolved; empty when there never was such a circle. */
    public Optional<Versioned<Circle>> circle(StreamId id) {
        return circles.find(id, GlobalPosition.START).value();
    }

    private Optional<Roster> now(String circle) {
        return Circles.parse(circle)
                .flatMap(this::circle)
                .map(Versioned::state)
                .filter(state -> !state.dissolved())
                .map(Circle::roster);
    }

    /** The circles that somebody takes part in, in the order of joining the first time; empty when nobody has the id. */
    public Complete<Optional<List<Membership>>> circles(PersonId person, GlobalPosition atLeast) {
        var known = persons.find(person);
        var found = tagged.of(PersonTags.tag(person));
        var completeTo = found.completeTo();
        if (completeTo.isBefore(atLeast)) {
            throw new PositionUnknownException(atLeast, completeTo);
        }
        var memberships = new ArrayList<Membership>();
        for (var id : found.value()) {
            circles.find(id, atLeast)
                    .value()
                    .map(Versioned::state)
                    .filter(circle -> !circle.dissolved())
                    .flatMap(circle -> circle.roster()
                            .role(person)
                            .map(role -> new Membership(id, circle.name().value(), circle.status(), role)))
                    .ifPresent(memberships::add);
        }
        return new Complete<>(completeTo, known.map(_ -> memberships));
    }
}
