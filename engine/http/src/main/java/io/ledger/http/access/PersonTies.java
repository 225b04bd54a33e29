package io.ledger.http.access;

import io.ledger.core.person.PersonId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What ties people to what a path names, as far as that is a right: an owner may do more with their own than others may.
 *
 * <p>The table of rights has the names of ties, and modules say what they mean. One that no module knows is nobody's.
 */
public final class PersonTies {

    private final Map<String, Tie> ties = new ConcurrentHashMap<>();

    /** What may tie somebody to something. */
    @FunctionalInterface
    public interface Tie {

        /**
         * Whether it does, at this moment: no answer of before may be given.
         *
         * @param id as the path has it, of any shape
         * @throws io.ledger.core.StoreUnavailableException when that cannot be told
         */
        boolean holds(PersonId person, String id);
    }

    /** Says what a tie means that the table of rights names. */
    public void add(String name, Tie tie) {
        ties.put(name, tie);
    }

    boolean hold(String name, PersonId person, String id) {
        var tie = ties.get(name);
        return tie != null && tie.holds(person, id);
    }
}
