package io.circleledger.domain.circle;

import io.circleledger.domain.circle.CircleEvent.CircleSuspended;
import io.circleledger.domain.circle.CircleEvent.MemberJoined;
import io.circleledger.domain.circle.CircleEvent.MemberLeft;
import io.circleledger.domain.circle.CircleEvent.OfficerAppointed;
import io.circleledger.domain.circle.CircleEvent.OfficerRelieved;
import io.circleledger.domain.circle.CircleEvent.OwnerChanged;
import io.ledger.core.decide.Decision;
import io.ledger.core.decide.Decision.Accepted;
import io.ledger.core.decide.Decision.Rejected;
import io.ledger.core.person.PersonId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules for the people of a living circle.
 *
 * <p>The owner is one of the members, so whoever becomes the owner and is none joins with it. A member who leaves gives up
 * the ownership and the offices first, each by an event of its own.
 */
final class RosterRules {

    private RosterRules() {}

    static Decision<CircleEvent, CircleRejection> join(PersonFact person, Circle circle) {
        if (circle.roster().has(person.id())) {
            return new Accepted<>(List.of());
        }
        return closed(circle)
                .or(() -> erased(person))
                .or(() -> given(person.isInFinalGrade(), CircleRejection.FINAL_GRADE_CANNOT_JOIN))
                .or(() -> given(circle.isFull(), CircleRejection.CIRCLE_IS_FULL))
                .<Decision<CircleEvent, CircleRejection>>map(Rejected::new)
                .orElseGet(() -> new Accepted<>(List.of(new MemberJoined(person.id()))));
    }

    static Decision<CircleEvent, CircleRejection> leave(PersonId person, LeaveReason reason, Circle circle) {
        var roster = circle.roster();
        var events = new ArrayList<CircleEvent>();
        if (roster.isOwner(person)) {
            if (!reason.isForced()) {
                return new Rejected<>(CircleRejection.OWNER_CANNOT_LEAVE);
            }
            events.add(new OwnerChanged(Optional.empty()));
        }
        var isMember = roster.has(person);
        if (!isMember && !reason.isForced()) {
            return new Rejected<>(CircleRejection.NOT_A_MEMBER);
        }
        roster.officesOf(person).stream()
                .filter(office -> isMember || reason == LeaveReason.ERASED)
                .forEach(office -> events.add(new OfficerRelieved(office)));
        if (isMember) {
            events.add(new MemberLeft(person, reason));
        }
        if (roster.isOwner(person) && reason == LeaveReason.GRADUATED && circle.status() != CircleStatus.SUSPENDED) {
            events.add(new CircleSuspended());
        }
        return new Accepted<>(events);
    }

    static Decision<CircleEvent, CircleRejection> handOver(OwnerClaim claim, Circle circle) {
        var person = claim.person().id();
        if (circle.roster().isOwner(person)) {
            return new Accepted<>(List.of());
        }
        var isMember = circle.roster().has(person);
        return refusal(claim)
                .or(() -> isMember ? Optional.empty() : closed(circle))
                .or(() -> given(!isMember && circle.isFull(), CircleRejection.CIRCLE_IS_FULL))
                .<Decision<CircleEvent, CircleRejection>>map(Rejected::new)
                .orElseGet(() -> {
                    var changed = new OwnerChanged(Optional.of(person));
                    return new Accepted<>(isMember ? List.of(changed) : List.of(new MemberJoined(person), changed));
                });
    }

    /** Why a person cannot own any circle; empty if they can. */
    static Optional<CircleRejection> refusal(OwnerClaim claim) {
        return erased(claim.person()).or(() -> given(!claim.isAllowed(), CircleRejection.OWNER_MUST_BE_IN_GRADE));
    }

    static Decision<CircleEvent, CircleRejection> appoint(Office office, PersonFact person, Circle circle) {
        if (person.id().equals(circle.roster().officers().get(office))) {
            return new Accepted<>(List.of());
        }
        var isAdvisor = office == Office.ADVISOR;
        return erased(person)
                .or(() -> given(isAdvisor && person.isStudent(), CircleRejection.ADVISOR_MUST_BE_STAFF))
                .or(() -> given(!isAdvisor && !circle.roster().has(person.id()), CircleRejection.NOT_A_MEMBER))
                .<Decision<CircleEvent, CircleRejection>>map(Rejected::new)
                .orElseGet(() -> new Accepted<>(List.of(new OfficerAppointed(office, person.id()))));
    }

    static Decision<CircleEvent, CircleRejection> relieve(Office office, Circle circle) {
        return new Accepted<>(
                circle.roster().officers().containsKey(office) ? List.of(new OfficerRelieved(office)) : List.of());
    }

    /** Why nobody joins the circle. */
    private static Optional<CircleRejection> closed(Circle circle) {
        return switch (circle.status()) {
            case ACTIVE -> Optional.empty();
            case SUSPENDED -> Optional.of(CircleRejection.CIRCLE_IS_SUSPENDED);
            case LAPSED -> Optional.of(CircleRejection.CIRCLE_IS_LAPSED);
            case DISSOLVED -> Optional.of(CircleRejection.CIRCLE_IS_DISSOLVED);
        };
    }

    private static Optional<CircleRejection> erased(PersonFact person) {
        return given(person.isErased(), CircleRejection.PERSON_IS_ERASED);
    }

    private static Optional<CircleRejection> given(boolean isBroken, CircleRejection rejection) {
        return isBroken ? Optional.of(rejection) : Optional.empty();
    }
}
