package io.ledger.core.command;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Tag;
import io.ledger.core.stream.AppendCondition;
import io.ledger.core.stream.EventQuery;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.TaggedStreams;
import io.ledger.core.stream.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * The rule that something, which events are tagged with, is in so many streams at most.
 *
 * <p>The streams are found by the tag, and whoever comes in is recorded on the condition that no other event with the tag
 * has come since.
 */
public final class TagLimit<S, E, R> implements StreamRule<S, E, R> {

    private final TaggedStreams streams;
    private final EventStore<S> store;
    private final int most;
    private final R rejection;
    private final Function<E, Set<Tag>> entering;
    private final BiPredicate<S, Tag> isIn;

    /**
     * Makes a rule.
     *
     * @param most how many streams one may be in
     * @param entering the tags of those whom an event brings in, by which it is found
     * @param isIn whether somebody is in a stream now
     */
    public TagLimit(
            TaggedStreams streams,
            EventStore<S> store,
            int most,
            R rejection,
            Function<E, Set<Tag>> entering,
            BiPredicate<S, Tag> isIn) {
        this.streams = streams;
        this.store = store;
        this.most = most;
        this.rejection = rejection;
        this.entering = entering;
        this.isIn = isIn;
    }

    @Override
    public Optional<List<AppendCondition>> presumed(StreamId stream, Optional<S> before, List<E> events) {
        return events.stream().allMatch(event -> entering.apply(event).isEmpty())
                ? Optional.of(List.of())
                : Optional.empty();
    }

    @Override
    public Finding<R> check(StreamId stream, Optional<S> before, List<E> events) {
        var conditions = new ArrayList<AppendCondition>();
        for (var event : events) {
            for (var tag : entering.apply(event)) {
                var found = streams.of(tag);
                var others = found.value().stream()
                        .filter(other -> !other.equals(stream) && isIn(other, tag))
                        .toList();
                if (others.size() >= most) {
                    return new Finding.Broken<>(rejection, others.getFirst());
                }
                conditions.add(new AppendCondition(EventQuery.tagged(tag), found.completeTo()));
            }
        }
        return new Finding.Kept<>(conditions);
    }

    private boolean isIn(StreamId stream, Tag tag) {
        return store.load(stream)
                .value()
                .map(Versioned::state)
                .filter(state -> isIn.test(state, tag))
                .isPresent();
    }
}
