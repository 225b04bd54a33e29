package io.circleledger.infrastructure.projection;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.eventstore.CircleHistories.Entry;
import io.circleledger.domain.eventstore.CircleHistories;
import io.ledger.core.Parsed.Invalid;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.CorruptStreamException;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Folds a circle from its first event on, for those who check what was made of it: no snapshot is believed. */
final class CircleFold {

    /**
     * A circle after its last event.
     *
     * @param createdAt the first event's place in the log
     * @param position the last event's place in the log
     */
    record Folded(Circle circle, GlobalPosition createdAt, GlobalPosition position) {}

    private final CircleHistories histories;

    CircleFold(CircleHistories histories) {
        this.histories = histories;
    }

    /**
     * The circle after its last event, empty when it has none.
     *
     * @throws CorruptStreamException when the history cannot be folded
     */
    Optional<Folded> latest(StreamId id) {
        return latest(id, (_, _) -> {});
    }

    /** @param each is given the circle after each of its events, and the event */
    Optional<Folded> latest(StreamId id, BiConsumer<Circle, Entry> each) {
        var state = Optional.<Circle>empty();
        var latest = Optional.<Folded>empty();
        while (true) {
            var version = state.map(Circle::version).orElse(0);
            var page = histories.after(id, version, CircleHistories.MAX_PAGE);
            for (var entry : page.entries()) {
                var circle = evolved(id, state, entry);
                each.accept(circle, entry);
                state = Optional.of(circle);
                latest = Optional.of(
                        new Folded(circle, latest.map(Folded::createdAt).orElse(entry.position()), entry.position()));
            }
            if (page.entries().size() < CircleHistories.MAX_PAGE) {
                return latest;
            }
        }
    }

    private static Circle evolved(StreamId id, Optional<Circle> state, Entry entry) {
        var version = state.map(Circle::version).orElse(0) + 1;
        if (entry.version() != version) {
            throw new CorruptStreamException(id, version, "the event is missing; the next is " + entry.version());
        }
        return switch (entry.event()) {
            case Valid<CircleEvent>(var event) -> CircleDecider.evolve(id, state, event);
            case Invalid<CircleEvent>(var reason) -> throw new CorruptStreamException(id, version, reason);
        };
    }
}
