package io.circleledger.domain.circle;

import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleLapsed;
import io.circleledger.domain.circle.CircleEvent.CircleReinstated;
import io.circleledger.domain.circle.CircleEvent.CircleRenewed;
import io.circleledger.domain.circle.CircleEvent.CircleSuspended;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleEvent.MemberJoined;
import io.circleledger.domain.circle.CircleEvent.MemberLeft;
import io.circleledger.domain.circle.CircleEvent.OfficerAppointed;
import io.circleledger.domain.circle.CircleEvent.OfficerRelieved;
import io.circleledger.domain.circle.CircleEvent.OwnerChanged;
import io.ledger.core.decide.ImpossibleEventException;
import io.ledger.core.person.PersonId;
import java.util.Optional;

/** What each event makes of a circle. */
final class CircleEvolution {

    private CircleEvolution() {}

    /** @throws ImpossibleEventException when the event cannot follow */
    static Circle after(Optional<Circle> state, CircleEvent event) {
        if (event instanceof CircleCreated(var details, var owner)) {
            check(state.isEmpty(), "CircleCreated follows other events");
            var circle = Circle.of(details, 1);
            return owner.map(id -> circle.with(Roster.EMPTY.joined(id, 1).ownedBy(owner)))
                    .orElse(circle);
        }
        var before = state.orElseThrow(() -> new ImpossibleEventException("the first event is not CircleCreated"));
        check(!before.dissolved() || event instanceof CircleReinstated, "an event follows CircleDissolved");
        var circle = before.next();
        return switch (event) {
            case CircleCreated _ -> throw new ImpossibleEventException("CircleCreated follows other events");
            case CircleUpdated(var change) -> circle.with(change.appliedTo(circle.details()));
            case CircleDissolved() -> circle.with(CircleStatus.DISSOLVED);
            case CircleRenewed(var year) -> circle.renewed(year);
            case CircleLapsed _ -> circle.with(CircleStatus.LAPSED);
            case CircleSuspended() -> circle.with(CircleStatus.SUSPENDED);
            case CircleReinstated() -> circle.with(CircleStatus.ACTIVE);
            case MemberJoined _, MemberLeft _, OwnerChanged _, OfficerAppointed _, OfficerRelieved _ ->
                circle.with(roster(circle.roster(), event, circle.events()));
        };
    }

    private static Roster roster(Roster roster, CircleEvent event, int number) {
        return switch (event) {
            case MemberJoined(var person) -> {
                check(!roster.has(person), "a member joins again");
                yield roster.joined(person, number);
            }
            case MemberLeft(var person, var _) -> {
                checkMember(roster, person);
                check(roster.role(person).equals(Optional.of("member")), "an owner or officer leaves as such");
                yield roster.left(person);
            }
            case OwnerChanged(var person) -> {
                person.ifPresent(id -> checkMember(roster, id));
                yield roster.ownedBy(person);
            }
            case OfficerAppointed(var office, var person) -> {
                if (office != Office.ADVISOR) {
                    checkMember(roster, person);
                }
                yield roster.appointed(office, person);
            }
            case OfficerRelieved(var office) -> {
                check(roster.officers().containsKey(office), "an office that is vacant becomes vacant");
                yield roster.relieved(office);
            }
            case CircleCreated _,
                    CircleUpdated _,
                    CircleDissolved _,
                    CircleRenewed _,
                    CircleLapsed _,
                    CircleSuspended _,
                    CircleReinstated _ -> roster;
        };
    }

    private static void checkMember(Roster roster, PersonId person) {
        check(roster.has(person), "an event is about a member, and the person is none");
    }

    private static void check(boolean isPossible, String why) {
        if (!isPossible) {
            throw new ImpossibleEventException(why);
        }
    }
}
