package io.circleledger.domain.circle;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.ledger.core.stream.CorruptStreamException;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a circle, as two pure functions: what a command leads to, and what an event does.
 *
 * <p>The shape is Jérémie Chassaing's Decider
 * (https://thinkbeforecoding.com/post/2021/12/17/functional-event-sourcing-decider).
 */
public final class CircleDecider {

    private CircleDecider() {}

    /**
     * Decides what follows from a command.
     *
     * @param state the circle the command is about, empty before it was created
     */
    public static Decision decide(CircleCommand command, Optional<Circle> state) {
        return switch (command) {
            case CreateCircle create -> create(create, state);
            case UpdateCircle update -> update(update, state);
            case DissolveCircle _ -> dissolve(state);
        };
    }

    private static Decision create(CreateCircle command, Optional<Circle> state) {
        return state.isPresent()
                ? new Decision.Rejected(CircleRejection.CIRCLE_ALREADY_EXISTS)
                : accepted(new CircleCreated(command.name(), command.capacity()));
    }

    private static Decision update(UpdateCircle command, Optional<Circle> state) {
        if (command.name().isEmpty() && command.capacity().isEmpty()) {
            return new Decision.Rejected(CircleRejection.UPDATE_NAMES_NO_FIELD);
        }
        if (state.isEmpty()) {
            return new Decision.Rejected(CircleRejection.CIRCLE_DOES_NOT_EXIST);
        }
        var circle = state.get();
        if (circle.dissolved()) {
            return new Decision.Rejected(CircleRejection.CIRCLE_IS_DISSOLVED);
        }
        var name = command.name().filter(wanted -> !wanted.equals(circle.name()));
        var capacity = command.capacity().filter(wanted -> !wanted.equals(circle.capacity()));
        return name.isEmpty() && capacity.isEmpty()
                ? new Decision.Accepted(List.of())
                : accepted(new CircleUpdated(name, capacity));
    }

    private static Decision dissolve(Optional<Circle> state) {
        if (state.isEmpty()) {
            return new Decision.Rejected(CircleRejection.CIRCLE_DOES_NOT_EXIST);
        }
        return state.get().dissolved()
                ? new Decision.Rejected(CircleRejection.CIRCLE_IS_DISSOLVED)
                : accepted(new CircleDissolved());
    }

    private static Decision accepted(CircleEvent event) {
        return new Decision.Accepted(List.of(event));
    }

    /**
     * Folds one event into a circle.
     *
     * @param state the circle before the event, empty before it was created
     * @throws CorruptStreamException when no history that keeps the rules has this event here
     */
    public static Circle evolve(StreamId id, Optional<Circle> state, CircleEvent event) {
        return switch (event) {
            case CircleCreated(var name, var capacity) -> {
                if (state.isPresent()) {
                    throw corrupt(state.get(), "CircleCreated follows other events");
                }
                yield new Circle(id, name, capacity, false, 1);
            }
            case CircleUpdated(var name, var capacity) -> {
                var circle = living(id, state);
                yield new Circle(
                        id,
                        name.orElse(circle.name()),
                        capacity.orElse(circle.capacity()),
                        false,
                        circle.version() + 1);
            }
            case CircleDissolved() -> {
                var circle = living(id, state);
                yield new Circle(id, circle.name(), circle.capacity(), true, circle.version() + 1);
            }
        };
    }

    private static Circle living(StreamId id, Optional<Circle> state) {
        var circle = state.orElseThrow(() -> new CorruptStreamException(id, 1, "the first event is not CircleCreated"));
        if (circle.dissolved()) {
            throw corrupt(circle, "an event follows CircleDissolved");
        }
        return circle;
    }

    private static CorruptStreamException corrupt(Circle circle, String reason) {
        return new CorruptStreamException(circle.id(), circle.version() + 1, reason);
    }

    /**
     * Folds a whole history, oldest event first.
     *
     * @return the circle, or empty when nothing has happened
     * @throws CorruptStreamException when the history breaks the rules
     */
    public static Optional<Circle> replay(StreamId id, Iterable<CircleEvent> history) {
        var state = Optional.<Circle>empty();
        for (var event : history) {
            state = Optional.of(evolve(id, state, event));
        }
        return state;
    }
}
