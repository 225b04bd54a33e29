package io.ledger.core.person;

import java.util.Optional;

/**
 * What is personal of a person, and stands in the register alone.
 *
 * @param nameKana how the name is read
 * @param studentNumber nobody else's
 * @param grade from 1
 * @param finalGrade after which a student graduates
 */
public record PersonDetails(
        String name,
        Optional<String> nameKana,
        PersonKind kind,
        Optional<String> studentNumber,
        Optional<Integer> grade,
        int finalGrade,
        Optional<String> major,
        Optional<Integer> age,
        Optional<String> email) {

    public static final int MAX_GRADE = 9;
    public static final int USUAL_FINAL_GRADE = 4;
    public static final int MAX_AGE = 150;

    /** Names the kind alone, so that no log shows a person by accident. */
    @Override
    public String toString() {
        return "PersonDetails[" + kind.label() + "]";
    }
}
