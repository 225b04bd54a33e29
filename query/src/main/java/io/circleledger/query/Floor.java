package io.circleledger.query;

import io.circleledger.domain.eventstore.GlobalPosition;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least position that the answers of this server are complete to: what it has shown once is in
 * every later answer, whichever query gives it.
 */
public final class Floor {

    private final AtomicLong position;

    /** @param position where to begin, such as the log's head when the server started */
    public Floor(GlobalPosition position) {
        this.position = new AtomicLong(position.value());
    }

    GlobalPosition position() {
        return new GlobalPosition(position.get());
    }

    void raise(GlobalPosition shown) {
        if (position.get() < shown.value()) {
            position.accumulateAndGet(shown.value(), Math::max);
        }
    }

    /** Comes down to where the log ends now, unless something was shown meanwhile. */
    void lower(GlobalPosition from, GlobalPosition head) {
        position.compareAndSet(from.value(), head.value());
    }
}
