package io.circleledger.domain.circle;

/**
 * A circle as its history has made it.
 *
 * @param dissolved whether the circle has come to its end
 */
public record Circle(CircleDetails details, boolean dissolved) {

    public CircleName name() {
        return details.name();
    }
}
