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

    /** The history of a parked circle still cannot be read. */
    STILL_PARKED("still-parked", 409, "The circle stays parked"),

    /** A change says which version of the circle it is made for. */
    PRECONDITION_REQUIRED("precondition-required", 428, "The change must name a version"),

    /** The recorded history of a circle breaks the rules. */
    CORRUPT_STREAM("corrupt-stream", 500, "The history of the circle is corrupt");

    private final String key;
    private final int status;
    private final String title;

    CircleProblem(String key, int status, String title) {
        this.key = key;
        this.status = status;
        this.title = title;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
