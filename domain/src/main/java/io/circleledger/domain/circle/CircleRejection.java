package io.circleledger.domain.circle;

/** The rule a command would have broken. */
public enum CircleRejection {
    /** A circle is created once. */
    CIRCLE_ALREADY_EXISTS,
    /** Only a circle that was created can be changed. */
    CIRCLE_DOES_NOT_EXIST,
    /** A dissolved circle takes no further change until it is reinstated. */
    CIRCLE_IS_DISSOLVED,
    /** An update names at least one field. */
    UPDATE_NAMES_NO_FIELD,
    /** Another living circle bears the name, or one that people take for it. */
    NAME_IS_TAKEN,
    /** A circle has no more members than its capacity, the owner among them. */
    CIRCLE_IS_FULL,
    /** Who is about to graduate joins no circle. */
    FINAL_GRADE_CANNOT_JOIN,
    /** An owner is a student in a grade of owners. */
    OWNER_MUST_BE_IN_GRADE,
    /** An owner hands over before leaving. */
    OWNER_CANNOT_LEAVE,
    /** A person is in so many circles at most. */
    TOO_MANY_CIRCLES,
    /** Who leaves, or has an office of members, is a member. */
    NOT_A_MEMBER,
    /** An advisor is of the staff. */
    ADVISOR_MUST_BE_STAFF,
    /** A capacity has room for those who are members already. */
    CAPACITY_BELOW_MEMBERS,
    /** Nobody joins a circle that is suspended. */
    CIRCLE_IS_SUSPENDED,
    /** Nobody joins a circle that has lapsed. */
    CIRCLE_IS_LAPSED,
    /** A person who was erased takes part in nothing. */
    PERSON_IS_ERASED
}
