package io.circleledger.api;

import io.circleledger.domain.circle.CircleRejection;
import io.ledger.core.tableimport.RowFault;
import java.util.Locale;

/** What a row of an import is told when a rule refuses it, before or when it is done: a word, and a sentence that says what to do. */
record RowRefusal(RowFault fault, String detail) {

    static String words(CircleRejection rejection) {
        return of(rejection).detail();
    }

    static RowRefusal of(CircleRejection rejection) {
        return switch (rejection) {
            case CIRCLE_IS_FULL ->
                new RowRefusal(
                        RowFault.FULL,
                        "The circle has no room for another member; give it a larger capacity, or leave the row out.");
            case TOO_MANY_CIRCLES ->
                new RowRefusal(
                        RowFault.FULL,
                        "The person is in as many circles as anybody may be; end another membership first, or leave the row out.");
            case CIRCLE_IS_SUSPENDED ->
                new RowRefusal(
                        RowFault.CLOSED,
                        "The circle is suspended and takes no members; reinstate it first, or leave the row out.");
            case CIRCLE_IS_LAPSED ->
                new RowRefusal(
                        RowFault.CLOSED,
                        "The circle has lapsed and takes no members; renew it first, or leave the row out.");
            case CIRCLE_IS_DISSOLVED ->
                new RowRefusal(
                        RowFault.ENDED,
                        "The circle was dissolved, and takes no change; correct which one is meant, or leave the row out.");
            case PERSON_IS_ERASED ->
                new RowRefusal(RowFault.ENDED, "The person was erased, or is being erased; leave the row out.");
            case FINAL_GRADE_CANNOT_JOIN ->
                new RowRefusal(
                        RowFault.NOT_ELIGIBLE,
                        "Who is in the final grade joins no circle; correct the grade in the register, or leave the row out.");
            case OWNER_MUST_BE_IN_GRADE ->
                new RowRefusal(
                        RowFault.NOT_ELIGIBLE,
                        "An owner is a student in a grade of owners, and this person is not; name another owner, correct the grade in the register, or hand the circle over by hand with an override.");
            case ADVISOR_MUST_BE_STAFF ->
                new RowRefusal(
                        RowFault.NOT_ELIGIBLE,
                        "An advisor is of the staff, and the register has this person as a student; correct the role, or the register.");
            case NOT_A_MEMBER ->
                new RowRefusal(RowFault.INVALID, "The person is no member any more; import the row again.");
            case OWNER_CANNOT_LEAVE ->
                new RowRefusal(
                        RowFault.INVALID, "The person owns the circle now; hand it over to somebody else first.");
            case NAME_IS_TAKEN ->
                new RowRefusal(
                        RowFault.TAKEN,
                        "Another circle has this name, or one that is taken for it; choose another name.");
            case CAPACITY_BELOW_MEMBERS ->
                new RowRefusal(RowFault.INVALID, "The circle has more members than this capacity; give a larger one.");
            case CIRCLE_ALREADY_EXISTS, CIRCLE_DOES_NOT_EXIST, UPDATE_NAMES_NO_FIELD ->
                new RowRefusal(
                        RowFault.INVALID,
                        "The circle cannot be changed so: " + rejection.name().toLowerCase(Locale.ROOT) + ".");
        };
    }
}
