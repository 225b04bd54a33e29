package io.circleledger.domain.circle;

import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StreamId;

/** The words that specifications speak of one circle with. */
public final class CircleSamples {

    public static final StreamId ID = Circles.stream("01990000-0000-7000-8000-000000000001");

    private CircleSamples() {}

    public static CircleName name(String text) {
        return new CircleName(text);
    }

    /** The circle of an id with nothing but what every circle has. */
    public static CircleView view(String id, String name, int capacity, int version) {
        return new CircleView(id, details(name, capacity), version);
    }

    public static CircleDetails details(String name, int capacity) {
        return CircleDetails.of(new CircleName(name), new Capacity(capacity));
    }

    public static Change named(String name) {
        return Change.NONE.with(CircleDetails.NAME, new CircleName(name));
    }

    public static Change sized(int capacity) {
        return Change.NONE.with(CircleDetails.CAPACITY, new Capacity(capacity));
    }

    public static Change described(String name, int capacity) {
        return Change.from(details(name, capacity));
    }

    public static CircleEvent created(String name, int capacity) {
        return new CircleCreated(details(name, capacity));
    }

    public static CircleEvent renamed(String name) {
        return new CircleUpdated(named(name));
    }

    public static CircleEvent resized(int capacity) {
        return new CircleUpdated(sized(capacity));
    }

    public static CircleEvent updated(String name, int capacity) {
        return new CircleUpdated(described(name, capacity));
    }

    public static CircleEvent dissolved() {
        return new CircleDissolved();
    }

    public static CircleCommand createCircle(String name, int capacity) {
        return new CreateCircle(details(name, capacity));
    }

    public static CircleCommand rename(String name) {
        return new UpdateCircle(named(name));
    }

    public static CircleCommand resize(int capacity) {
        return new UpdateCircle(sized(capacity));
    }

    public static CircleCommand update(String name, int capacity) {
        return new UpdateCircle(described(name, capacity));
    }

    public static CircleCommand updateNothing() {
        return new UpdateCircle(Change.NONE);
    }

    public static CircleCommand dissolve() {
        return new DissolveCircle();
    }
}
