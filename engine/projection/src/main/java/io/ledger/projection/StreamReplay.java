package io.ledger.projection;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.Fold;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.Versioned;
import java.util.Optional;
import java.util.function.Consumer;

/** Folds a stream from its first event on, for those who check what was made of it: no snapshot is believed. */
final class StreamReplay<S, E> {

    private final Aggregate<?, S, E, ?> aggregate;
    private final Histories<S, E> histories;

    StreamReplay(Aggregate<?, S, E, ?> aggregate, Histories<S, E> histories) {
        this.aggregate = aggregate;
        this.histories = histories;
    }

    /**
     * The state after the last event, empty when there is none.
     *
     * @throws io.ledger.core.decide.CorruptStreamException when the history cannot be folded
     */
    Optional<Versioned<S>> latest(StreamId id) {
        return latest(id, _ -> {});
    }

    /** @param each is given the state after each of the events */
    Optional<Versioned<S>> latest(StreamId id, Consumer<Versioned<S>> each) {
        var fold = Fold.start(aggregate, id);
        var latest = Optional.<Versioned<S>>empty();
        while (true) {
            var page = histories.after(id, fold.version(), Histories.MAX_PAGE);
            for (var entry : page.entries()) {
                fold = fold.then(entry.version(), entry.event());
                var state = new Versioned<>(
                        id,
                        fold.version(),
                        fold.state().orElseThrow(),
                        latest.map(Versioned::createdAt).orElse(entry.position()),
                        entry.position(),
                        entry.occurredAt(),
                        entry.eventId());
                each.accept(state);
                latest = Optional.of(state);
            }
            if (page.entries().size() < Histories.MAX_PAGE) {
                return latest;
            }
        }
    }
}
