package io.circleledger.domain.circle;

import io.ledger.core.person.PersonId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The people of specifications. */
final class People {

    static final PersonFact HANAKO = student(1, 3);
    static final PersonFact TARO = student(2, 2);
    static final PersonFact JIRO = student(3, 1);
    static final PersonFact MIKI = student(4, 3);

    /** In the final grade. */
    static final PersonFact KEN = student(5, 4);

    /** Of the staff. */
    static final PersonFact SATO = new PersonFact(new PersonId(new UUID(0x7000, 6)), false, Optional.empty(), 4, false);

    private People() {}

    static PersonFact student(int number, int grade) {
        return new PersonFact(new PersonId(new UUID(0x7000, number)), true, Optional.of(grade), 4, false);
    }

    static PersonFact erased(PersonFact person) {
        return new PersonFact(person.id(), person.isStudent(), person.grade(), person.finalGrade(), true);
    }

    static OwnerClaim owner(PersonFact person) {
        return new OwnerClaim(person, Set.of(3), false);
    }

    static OwnerClaim overridden(PersonFact person) {
        return new OwnerClaim(person, Set.of(3), true);
    }
}
