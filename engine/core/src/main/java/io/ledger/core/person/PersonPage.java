package io.ledger.core.person;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some people, in the order in which they were registered.
 *
 * @param next after what to go on; empty when this is the end
 */
public record PersonPage(List<Person> people, OptionalLong next) {

    /** How many people one page may have. */
    public static final int MAX = 1_000;

    public PersonPage {
        people = List.copyOf(people);
    }
}
