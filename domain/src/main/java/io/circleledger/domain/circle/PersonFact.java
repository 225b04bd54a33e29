package io.circleledger.domain.circle;

import io.ledger.core.person.PersonId;
import java.util.Optional;

/**
 * What the rules need to know of a person, as it was read when the command was made.
 *
 * @param isStudent and not of the staff
 * @param grade of a student, from 1
 * @param finalGrade the grade after which this student graduates
 * @param isErased whether the person was erased, or is about to be
 */
public record PersonFact(PersonId id, boolean isStudent, Optional<Integer> grade, int finalGrade, boolean isErased) {

    /** Whether this is a student about to graduate. */
    boolean isInFinalGrade() {
        return isStudent && grade.filter(it -> it >= finalGrade).isPresent();
    }
}
