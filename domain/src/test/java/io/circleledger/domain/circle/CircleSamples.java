package io.circleledger.domain.circle;

import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.ledger.core.StreamId;
import java.util.Optional;

/** The words that specifications speak of one circle with. */
public final class CircleSamples {

    public static final StreamId ID = Circles.stream("01990000-0000-7000-8000-000000000001");

    private CircleSamples() {}

    public static CircleName name(String text) {
        return new CircleName(text);
    }

    public static CircleEvent created(String name, int capacity) {
        return new CircleCreated(new CircleName(name), new Capacity(capacity));
    }

    public static CircleEvent renamed(String name) {
        return new CircleUpdated(Optional.of(new CircleName(name)), Optional.empty());
    }

    public static CircleEvent resized(int capacity) {
        return new CircleUpdated(Optional.empty(), Optional.of(new Capacity(capacity)));
    }

    public static CircleEvent updated(String name, int capacity) {
        return new CircleUpdated(Optional.of(new CircleName(name)), Optional.of(new Capacity(capacity)));
    }

    public static CircleEvent dissolved() {
        return new CircleDissolved();
    }

    static CircleCommand createCircle(String name, int capacity) {
        return new CreateCircle(new CircleName(name), new Capacity(capacity));
    }

    static CircleCommand rename(String name) {
        return new UpdateCircle(Optional.of(new CircleName(name)), Optional.empty());
    }

    static CircleCommand resize(int capacity) {
        return new UpdateCircle(Optional.empty(), Optional.of(new Capacity(capacity)));
    }

    static CircleCommand update(String name, int capacity) {
        return new UpdateCircle(Optional.of(new CircleName(name)), Optional.of(new Capacity(capacity)));
    }

    static CircleCommand updateNothing() {
        return new UpdateCircle(Optional.empty(), Optional.empty());
    }

    static CircleCommand dissolve() {
        return new DissolveCircle();
    }
}
