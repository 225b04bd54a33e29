package io.circleledger.domain.circle;

import io.ledger.core.person.PersonId;
import java.util.Optional;

/** What somebody wants done with a circle. */
public sealed interface CircleCommand {

    /** Bring a new circle into being, with an owner if there is one already. */
    record CreateCircle(CircleDetails details, Optional<OwnerClaim> owner) implements CircleCommand {

        /** One without an owner. */
        public CreateCircle(CircleDetails details) {
            this(details, Optional.empty());
        }
    }

    /** Give a circle the fields that are present; what is absent stays as it is. */
    record UpdateCircle(CircleDetails.Change change) implements CircleCommand {}

    /** End a circle; its history stays. */
    record DissolveCircle() implements CircleCommand {}

    /** Make somebody a member; who is one already stays it. */
    record JoinCircle(PersonFact person) implements CircleCommand {}

    /** End a membership, and the offices that go with it. */
    record LeaveCircle(PersonId person, LeaveReason reason) implements CircleCommand {}

    /** Make somebody the owner; the one before stays as a member. */
    record HandOver(OwnerClaim claim) implements CircleCommand {}

    /** Give somebody an office, in the place of who holds it. */
    record AppointOfficer(Office office, PersonFact person) implements CircleCommand {}

    /** Leave an office vacant. */
    record RelieveOfficer(Office office) implements CircleCommand {}

    /** Let a circle go on for a year. */
    record RenewCircle(int year) implements CircleCommand {}

    /** Let a circle lapse that was not renewed for a year. */
    record LapseCircle(int year) implements CircleCommand {}

    /** Stop a circle until it is reinstated. */
    record SuspendCircle() implements CircleCommand {}

    /** Make a circle active again, also one that was dissolved. */
    record ReinstateCircle() implements CircleCommand {}
}
