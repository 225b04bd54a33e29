package io.circleledger.domain.circle;

import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.ledger.core.decide.Decider;
import io.ledger.core.decide.Decision;
import io.ledger.core.decide.Decision.Accepted;
import io.ledger.core.decide.Decision.Rejected;
import io.ledger.core.decide.ImpossibleEventException;
import java.util.List;
import java.util.Optional;

/** The rules of a circle. */
public final class CircleDecider implements Decider<CircleCommand, Circle, CircleEvent, CircleRejection> {

    @Override
    public Decision<CircleEvent, CircleRejection> decide(CircleCommand command, Optional<Circle> state) {
        return switch (command) {
            case CreateCircle create -> create(create, state);
            case UpdateCircle update -> update(update, state);
            case DissolveCircle() -> dissolve(state);
        };
    }

    private static Decision<CircleEvent, CircleRejection> create(CreateCircle command, Optional<Circle> state) {
        return state.isPresent()
                ? new Rejected<>(CircleRejection.CIRCLE_ALREADY_EXISTS)
                : accepted(new CircleCreated(command.name(), command.capacity()));
    }

    private static Decision<CircleEvent, CircleRejection> update(UpdateCircle command, Optional<Circle> state) {
        if (command.name().isEmpty() && command.capacity().isEmpty()) {
            return new Rejected<>(CircleRejection.UPDATE_NAMES_NO_FIELD);
        }
        if (state.isEmpty()) {
            return new Rejected<>(CircleRejection.CIRCLE_DOES_NOT_EXIST);
        }
        var circle = state.get();
        if (circle.dissolved()) {
            return new Rejected<>(CircleRejection.CIRCLE_IS_DISSOLVED);
        }
        var name = command.name().filter(wanted -> !wanted.equals(circle.name()));
        var capacity = command.capacity().filter(wanted -> !wanted.equals(circle.capacity()));
        return name.isEmpty() && capacity.isEmpty()
                ? new Accepted<>(List.of())
                : accepted(new CircleUpdated(name, capacity));
    }

    private static Decision<CircleEvent, CircleRejection> dissolve(Optional<Circle> state) {
        if (state.isEmpty()) {
            return new Rejected<>(CircleRejection.CIRCLE_DOES_NOT_EXIST);
        }
        return state.get().dissolved()
                ? new Rejected<>(CircleRejection.CIRCLE_IS_DISSOLVED)
                : accepted(new CircleDissolved());
    }

    private static Decision<CircleEvent, CircleRejection> accepted(CircleEvent event) {
        return new Accepted<>(List.of(event));
    }

    @Override
    public Circle evolve(Optional<Circle> state, CircleEvent event) {
        return switch (event) {
            case CircleCreated(var name, var capacity) -> {
                if (state.isPresent()) {
                    throw new ImpossibleEventException("CircleCreated follows other events");
                }
                yield new Circle(name, capacity, false);
            }
            case CircleUpdated(var name, var capacity) -> {
                var circle = living(state);
                yield new Circle(name.orElse(circle.name()), capacity.orElse(circle.capacity()), false);
            }
            case CircleDissolved() -> {
                var circle = living(state);
                yield new Circle(circle.name(), circle.capacity(), true);
            }
        };
    }

    private static Circle living(Optional<Circle> state) {
        var circle = state.orElseThrow(() -> new ImpossibleEventException("the first event is not CircleCreated"));
        if (circle.dissolved()) {
            throw new ImpossibleEventException("an event follows CircleDissolved");
        }
        return circle;
    }
}
