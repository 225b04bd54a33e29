package io.circleledger.api;

import io.circleledger.domain.circle.CircleRejection;
import io.ledger.core.tableimport.RowFault;
import java.util.Locale;

/** What rows of a roster are told when a rule refuses them: before, in a word and a sentence, and when it is done. */
final class MemberFaults {

    private MemberFaults() {}

    /** The word for a broken rule. */
    static RowFault fault(CircleRejection rejection) {
        return switch (rejection) {
            case CIRCLE_IS_FULL, TOO_MANY_CIRCLES -> RowFault.FULL;
            case CIRCLE_IS_SUSPENDED, CIRCLE_IS_LAPSED -> RowFault.CLOSED;
            case CIRCLE_IS_DISSOLVED, PERSON_IS_ERASED -> RowFault.ENDED;
            case FINAL_GRADE_CANNOT_JOIN, OWNER_MUST_BE_IN_GRADE, ADVISOR_MUST_BE_STAFF -> RowFault.NOT_ELIGIBLE;
            case CIRCLE_ALREADY_EXISTS,
                    CIRCLE_DOES_NOT_EXIST,
                    UPDATE_NAMES_NO_FIELD,
                    NAME_IS_TAKEN,
                    CAPACITY_BELOW_MEMBERS,
                    OWNER_CANNOT_LEAVE,
                    NOT_A_MEMBER -> RowFault.INVALID;
        };
    }

    /** The sentence for a broken rule, which says what to do. */
    static String words(CircleRejection rejection) {
        return switch (rejection) {
            case CIRCLE_IS_FULL ->
                "The circle has no room for another member; give it a larger capacity, or leave the row out.";
            case TOO_MANY_CIRCLES ->
                "The person is in as many circles as anybody may be; end another membership first, or leave the row out.";
            case CIRCLE_IS_SUSPENDED ->
                "The circle is suspended and takes no members; reinstate it first, or leave the row out.";
            case CIRCLE_IS_LAPSED ->
                "The circle has lapsed and takes no members; renew it first, or leave the row out.";
            case CIRCLE_IS_DISSOLVED ->
                "The circle was dissolved, and takes no change; correct which one is meant, or leave the row out.";
            case PERSON_IS_ERASED -> "The person was erased, or is being erased; leave the row out.";
            case FINAL_GRADE_CANNOT_JOIN ->
                "Who is in the final grade joins no circle; correct the grade in the register, or leave the row out.";
            case OWNER_MUST_BE_IN_GRADE ->
                "An owner is a student in a grade of owners, and this person is not; name another owner, correct the grade in the register, or hand the circle over by hand with an override.";
            case ADVISOR_MUST_BE_STAFF ->
                "An advisor is of the staff, and the register has this person as a student; correct the role, or the register.";
            case NOT_A_MEMBER -> "The person is no member any more; import the row again.";
            case OWNER_CANNOT_LEAVE -> "The person owns the circle now; hand it over to somebody else first.";
            case CIRCLE_ALREADY_EXISTS,
                    CIRCLE_DOES_NOT_EXIST,
                    UPDATE_NAMES_NO_FIELD,
                    NAME_IS_TAKEN,
                    CAPACITY_BELOW_MEMBERS ->
                "The roster cannot be changed so: " + rejection.name().toLowerCase(Locale.ROOT) + ".";
        };
    }
}
