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
                : accepted(new CircleCreated(command.details()));
    }

    private static Decision<CircleEvent, CircleRejection> update(UpdateCircle command, Optional<Circle> state) {
        if (command.change().isEmpty()) {
            return new Rejected<>(CircleRejection.UPDATE_NAMES_NO_FIELD);
        }
        if (state.isEmpty()) {
            return new Rejected<>(CircleRejection.CIRCLE_DOES_NOT_EXIST);
        }
        var circle = state.get();
        if (circle.dissolved()) {
            return new Rejected<>(CircleRejection.CIRCLE_IS_DISSOLVED);
        }
        var change = command.change().ofWhatDiffers(circle.details());
        return change.isEmpty() ? new Accepted<>(List.of()) : accepted(new CircleUpdated(change));
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
            case CircleCreated(var details) -> {
                if (state.isPresent()) {
                    throw new ImpossibleEventException("CircleCreated follows other events");
                }
                yield new Circle(details, false);
            }
            case CircleUpdated(var change) ->
                new Circle(change.appliedTo(living(state).details()), false);
            case CircleDissolved() -> new Circle(living(state).details(), true);
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
