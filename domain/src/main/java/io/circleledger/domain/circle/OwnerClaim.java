package io.circleledger.domain.circle;

import java.util.Set;

/**
 * Who is to own a circle, and what owners have to be.
 *
 * @param grades those that owners are in
 * @param isOverridden whether the office takes an owner of another grade
 */
public record OwnerClaim(PersonFact person, Set<Integer> grades, boolean isOverridden) {

    public OwnerClaim {
        grades = Set.copyOf(grades);
    }

    /** Whether such a person may own a circle: a student, in one of the grades unless that is overridden. */
    boolean isAllowed() {
        return person.isStudent()
                && (isOverridden || person.grade().filter(grades::contains).isPresent());
    }
}
