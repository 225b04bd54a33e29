package io.circleledger.api;

import io.ledger.http.answer.ProblemType;

/** The kinds of problems that speak of circles. */
enum CircleProblem implements ProblemType {

    /** There never was a circle with this id. */
    CIRCLE_NOT_FOUND("circle-not-found", 404, "There is no such circle"),

    /** The circle has not come to this version yet. */
    VERSION_NOT_FOUND("version-not-found", 404, "The circle has no such version"),

    /** The circle was created later. */
    CIRCLE_NOT_YET_CREATED("circle-not-yet-created", 404, "The circle did not exist yet"),

    /** The circle came to its end: 410 for who reads it, 409 for who changes it. */
    CIRCLE_DISSOLVED("circle-dissolved", 410, "The circle is dissolved"),

    /** The caller has read another version: 409 when the body names it, 412 when If-Match does. */
    VERSION_CONFLICT("version-conflict", 409, "The circle has changed since it was read"),

    /** Another living circle bears the name; circle_id says which. */
    NAME_TAKEN("name-taken", 409, "Another circle bears this name"),

    /** There are as many members as the capacity has room for. */
    CIRCLE_FULL("circle-full", 409, "The circle is full"),

    /** Who is about to graduate joins no circle. */
    FINAL_GRADE_CANNOT_JOIN("final-grade-cannot-join", 409, "A student in the final grade cannot join"),

    /** An owner is a student in a grade of owners. */
    OWNER_MUST_BE_IN_GRADE("owner-must-be-in-grade", 409, "The owner must be a student in another grade"),

    /** An owner hands over first. */
    OWNER_CANNOT_LEAVE("owner-cannot-leave", 409, "The owner cannot leave"),

    /** A person is in so many circles at most. */
    TOO_MANY_CIRCLES("too-many-circles", 409, "The person is in too many circles"),

    /** The person is no member of the circle. */
    NOT_A_MEMBER("not-a-member", 409, "The person is not a member"),

    /** An advisor is of the staff. */
    ADVISOR_MUST_BE_STAFF("advisor-must-be-staff", 409, "The advisor must be of the staff"),

    /** The capacity is lower than the number of members. */
    CAPACITY_BELOW_MEMBERS("capacity-below-members", 409, "The circle has more members than that"),

    /** Nobody joins a circle that is suspended. */
    CIRCLE_IS_SUSPENDED("circle-is-suspended", 409, "The circle is suspended"),

    /** Nobody joins a circle that has lapsed. */
    CIRCLE_IS_LAPSED("circle-is-lapsed", 409, "The circle has lapsed"),

    /** The history of a parked circle still cannot be read. */
    STILL_PARKED("still-parked", 409, "The circle stays parked"),

    /** A change says which version of the circle it is made for. */
    PRECONDITION_REQUIRED("precondition-required", 428, "The change must name a version"),

    /** The recorded history of a circle breaks the rules. */
    CORRUPT_STREAM("corrupt-stream", 500, "The history of the circle is corrupt");

    @SuppressWarnings("ImmutableEnumChecker") // A record of texts and a number.
    private final ProblemKind kind;

    CircleProblem(String key, int status, String title) {
        kind = new ProblemKind(key, status, title);
    }

    @Override
    public ProblemKind kind() {
        return kind;
    }
}
