package io.circleledger.domain.circle;

import io.circleledger.domain.circle.CircleCommand.AppointOfficer;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.HandOver;
import io.circleledger.domain.circle.CircleCommand.JoinCircle;
import io.circleledger.domain.circle.CircleCommand.LapseCircle;
import io.circleledger.domain.circle.CircleCommand.LeaveCircle;
import io.circleledger.domain.circle.CircleCommand.ReinstateCircle;
import io.circleledger.domain.circle.CircleCommand.RelieveOfficer;
import io.circleledger.domain.circle.CircleCommand.RenewCircle;
import io.circleledger.domain.circle.CircleCommand.SuspendCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleLapsed;
import io.circleledger.domain.circle.CircleEvent.CircleReinstated;
import io.circleledger.domain.circle.CircleEvent.CircleRenewed;
import io.circleledger.domain.circle.CircleEvent.CircleSuspended;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.ledger.core.decide.Decider;
import io.ledger.core.decide.Decision;
import io.ledger.core.decide.Decision.Accepted;
import io.ledger.core.decide.Decision.Rejected;
import java.util.List;
import java.util.Optional;

/** The rules of a circle; those of its people are in {@link RosterRules}. */
public final class CircleDecider implements Decider<CircleCommand, Circle, CircleEvent, CircleRejection> {

    @Override
    public Decision<CircleEvent, CircleRejection> decide(CircleCommand command, Optional<Circle> state) {
        if (command instanceof CreateCircle create) {
            return create(create, state);
        }
        if (command instanceof UpdateCircle update && update.change().isEmpty()) {
            return new Rejected<>(CircleRejection.UPDATE_NAMES_NO_FIELD);
        }
        if (state.isEmpty()) {
            return new Rejected<>(CircleRejection.CIRCLE_DOES_NOT_EXIST);
        }
        var circle = state.get();
        return circle.dissolved() && !(command instanceof ReinstateCircle)
                ? new Rejected<>(CircleRejection.CIRCLE_IS_DISSOLVED)
                : change(command, circle);
    }

    private static Decision<CircleEvent, CircleRejection> change(CircleCommand command, Circle circle) {
        var status = circle.status();
        return switch (command) {
            case CreateCircle _ -> throw new IllegalArgumentException("A creation is no change");
            case UpdateCircle(var change) -> update(change, circle);
            case DissolveCircle() -> accepted(new CircleDissolved());
            case JoinCircle(var person) -> RosterRules.join(person, circle);
            case LeaveCircle(var person, var reason) -> RosterRules.leave(person, reason, circle);
            case HandOver(var claim) -> RosterRules.handOver(claim, circle);
            case AppointOfficer(var office, var person) -> RosterRules.appoint(office, person, circle);
            case RelieveOfficer(var office) -> RosterRules.relieve(office, circle);
            case RenewCircle(var year) -> isRenewed(circle, year) ? nothing() : accepted(new CircleRenewed(year));
            case LapseCircle(var year) ->
                isRenewed(circle, year) || status != CircleStatus.ACTIVE ? nothing() : accepted(new CircleLapsed(year));
            case SuspendCircle() -> status == CircleStatus.SUSPENDED ? nothing() : accepted(new CircleSuspended());
            case ReinstateCircle() -> status == CircleStatus.ACTIVE ? nothing() : accepted(new CircleReinstated());
        };
    }

    private static Decision<CircleEvent, CircleRejection> create(CreateCircle command, Optional<Circle> state) {
        if (state.isPresent()) {
            return new Rejected<>(CircleRejection.CIRCLE_ALREADY_EXISTS);
        }
        return command.owner()
                .flatMap(RosterRules::refusal)
                .<Decision<CircleEvent, CircleRejection>>map(Rejected::new)
                .orElseGet(() -> accepted(new CircleCreated(
                        command.details(),
                        command.owner().map(claim -> claim.person().id()))));
    }

    private static Decision<CircleEvent, CircleRejection> update(CircleDetails.Change wanted, Circle circle) {
        var change = wanted.ofWhatDiffers(circle.details());
        if (change.capacity().filter(it -> it.value() < circle.roster().size()).isPresent()) {
            return new Rejected<>(CircleRejection.CAPACITY_BELOW_MEMBERS);
        }
        return change.isEmpty() ? nothing() : accepted(new CircleUpdated(change));
    }

    /** Whether the circle was renewed for a year, or for a later one. */
    private static boolean isRenewed(Circle circle, int year) {
        return circle.renewedFor().filter(it -> it >= year).isPresent();
    }

    private static Decision<CircleEvent, CircleRejection> accepted(CircleEvent event) {
        return new Accepted<>(List.of(event));
    }

    private static Decision<CircleEvent, CircleRejection> nothing() {
        return new Accepted<>(List.of());
    }

    @Override
    public Circle evolve(Optional<Circle> state, CircleEvent event) {
        return CircleEvolution.after(state, event);
    }
}
