package io.circleledger.domain.circle;

/** The rule a command would have broken. */
public enum CircleRejection {
    /** A circle is created once. */
    CIRCLE_ALREADY_EXISTS,
    /** Only a circle that was created can be changed. */
    CIRCLE_DOES_NOT_EXIST,
    /** A dissolved circle takes no further change. */
    CIRCLE_IS_DISSOLVED,
    /** An update names at least one field. */
    UPDATE_NAMES_NO_FIELD,
    /** Another living circle bears the name, or one that people take for it. */
    NAME_IS_TAKEN
}
