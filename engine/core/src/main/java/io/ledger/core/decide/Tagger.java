package io.ledger.core.decide;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Says what the events of a category are also about. */
@FunctionalInterface
public interface Tagger<S, E> {

    /** How many tags an event may have. */
    int MAX_TAGS = 8;

    /** The tags of an event; {@code before} is the state before it, empty before the first. */
    Set<Tag> tags(Optional<S> before, E event);

    /** Gives events the tags of both. */
    default Tagger<S, E> and(Tagger<S, E> other) {
        return (before, event) -> {
            var tags = new HashSet<>(tags(before, event));
            tags.addAll(other.tags(before, event));
            return tags;
        };
    }

    /** Gives no event a tag. */
    static <S, E> Tagger<S, E> none() {
        return (_, _) -> Set.of();
    }
}
