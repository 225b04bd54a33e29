package io.ledger.core.decide;

import java.util.HashSet;
import java.util.List;

/**
 * The event types of one category, with what a type alone shows about its stream. They are lists in a fixed order, so
 * that the SQL made from them is the same in every run.
 *
 * @param all every type that can be read, each once
 * @param first the type of the first event of each stream, which none of the others has
 * @param hiding types after which the stream is no longer shown, each once
 * @param reviving types after which a stream that was no longer shown is shown again, each once
 */
public record EventTypes(List<String> all, String first, List<String> hiding, List<String> reviving) {

    /** Types of streams that are never shown again. */
    public EventTypes(List<String> all, String first, List<String> hiding) {
        this(all, first, hiding, List.of());
    }

    /** @throws IllegalArgumentException when {@code all} lacks one of the others, one is given twice, or a name has a quote */
    public EventTypes {
        all = List.copyOf(all);
        hiding = List.copyOf(hiding);
        reviving = List.copyOf(reviving);
        checkEachOnce(all);
        checkEachOnce(hiding);
        checkEachOnce(reviving);
        if (!all.contains(first) || !all.containsAll(hiding) || !all.containsAll(reviving) || hiding.contains(first)) {
            throw new IllegalArgumentException("The first type and the hiding ones are among all, and differ");
        }
        if (all.stream().anyMatch(type -> !type.matches("[A-Za-z][A-Za-z0-9]{0,99}"))) {
            throw new IllegalArgumentException("An event type is 1 to 100 letters and digits");
        }
    }

    private static void checkEachOnce(List<String> types) {
        var met = new HashSet<String>();
        for (var type : types) {
            if (!met.add(type)) {
                throw new IllegalArgumentException(
                        "The event type \"" + type + "\" is given twice; name each one once");
            }
        }
    }
}
