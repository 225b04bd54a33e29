package io.circleledger.domain.readmodel;

import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import java.util.Optional;

/** What an event does to the view of its circle, as a pure function. */
public final class CircleProjection {

    private CircleProjection() {}

    /** The view after an event, or why there is none. */
    public sealed interface Projected {

        /** The circle reads like this now. */
        record Visible(CircleView view) implements Projected {}

        /** The circle is no longer there to be read. */
        record Gone() implements Projected {}

        /** The view has this event already. */
        record AlreadyApplied() implements Projected {}

        /** The view is not the one right before this event, so only the log can tell. */
        record OutOfSequence() implements Projected {}
    }

    /**
     * Tells what an event does to the view of its circle.
     *
     * @param view the circle's view so far, empty when it has none
     */
    public static Projected project(Optional<CircleView> view, RecordedEvent recorded) {
        var seen = view.map(CircleView::version).orElse(0);
        if (recorded.version() <= seen) {
            return new Projected.AlreadyApplied();
        }
        if (recorded.version() != seen + 1) {
            return new Projected.OutOfSequence();
        }
        return switch (recorded.event()) {
            case CircleCreated(var name, var capacity) ->
                view.isPresent()
                        ? new Projected.OutOfSequence()
                        : new Projected.Visible(
                                new CircleView(recorded.circleId().id(), name.value(), capacity.value(), 1));
            case CircleUpdated(var name, var capacity) ->
                view.<Projected>map(before -> new Projected.Visible(new CircleView(
                                before.id(),
                                name.map(CircleName::value).orElse(before.name()),
                                capacity.map(c -> c.value()).orElse(before.capacity()),
                                recorded.version())))
                        .orElseGet(Projected.OutOfSequence::new);
            case CircleDissolved() -> view.isPresent() ? new Projected.Gone() : new Projected.OutOfSequence();
        };
    }
}
