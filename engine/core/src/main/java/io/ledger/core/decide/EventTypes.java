package io.ledger.core.decide;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The event types of one category, by what can be told from a type alone.
 *
 * @param all every type that can be read
 * @param first the type of the first event of each stream, which none of the others has
 * @param hiding types after which what the stream is about is no longer shown
 */
public record EventTypes(Set<String> all, String first, Set<String> hiding) {

    /** @throws IllegalArgumentException when {@code all} lacks one of the others, or a name has a quote */
    public EventTypes {
        all = new LinkedHashSet<>(all);
        hiding = Set.copyOf(hiding);
        if (!all.contains(first) || !all.containsAll(hiding) || hiding.contains(first)) {
            throw new IllegalArgumentException("The first type and the hiding ones are among all, and differ");
        }
        if (all.stream().anyMatch(type -> !type.matches("[A-Za-z][A-Za-z0-9]{0,99}"))) {
            throw new IllegalArgumentException("An event type is 1 to 100 letters and digits");
        }
    }
}
