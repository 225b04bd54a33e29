package io.circleledger.domain.readmodel;

import io.circleledger.domain.circle.Circle;

/** A living circle in the shape it is read in. */
public record CircleView(String id, String name, int capacity, int version) {

    /** The view of a circle that was folded from the log. */
    public static CircleView of(Circle circle) {
        return new CircleView(
                circle.id().id(), circle.name().value(), circle.capacity().value(), circle.version());
    }
}
