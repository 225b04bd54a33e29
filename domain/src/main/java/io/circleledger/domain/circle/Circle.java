package io.circleledger.domain.circle;

import java.util.Optional;

/**
 * A circle as its history has made it.
 *
 * @param renewedFor the last year that it was renewed for
 * @param events how many have made it: the time of a joining is found by the number of its event
 */
public record Circle(
        CircleDetails details, CircleStatus status, Optional<Integer> renewedFor, Roster roster, int events) {

    /** An active circle without people. */
    public static Circle of(CircleDetails details, int events) {
        return new Circle(details, CircleStatus.ACTIVE, Optional.empty(), Roster.EMPTY, events);
    }

    public CircleName name() {
        return details.name();
    }

    /** Whether the circle has come to its end. */
    public boolean dissolved() {
        return status == CircleStatus.DISSOLVED;
    }

    boolean isFull() {
        return roster.size() >= details.capacity().value();
    }

    /** The circle after one more event, which changed something else. */
    Circle next() {
        return new Circle(details, status, renewedFor, roster, events + 1);
    }

    Circle with(CircleDetails changed) {
        return new Circle(changed, status, renewedFor, roster, events);
    }

    Circle with(CircleStatus changed) {
        return new Circle(details, changed, renewedFor, roster, events);
    }

    Circle with(Roster changed) {
        return new Circle(details, status, renewedFor, changed, events);
    }

    /** Renewed: one that had lapsed is active again. */
    Circle renewed(int year) {
        var after = status == CircleStatus.LAPSED ? CircleStatus.ACTIVE : status;
        return new Circle(details, after, Optional.of(year), roster, events);
    }
}
