package io.ledger.http.person;

import io.helidon.http.HeaderNames;
import io.ledger.core.person.PersonOutcome;
import io.ledger.http.answer.EntityTag;
import io.ledger.http.answer.EntityTag.IfMatch;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ProblemType;
import io.ledger.http.request.IdempotencyHeader;

/** The kinds of problems that speak of people. */
public enum PersonProblem implements ProblemType {

    /** There never was a person with this id. */
    PERSON_NOT_FOUND("person-not-found", 404, "There is no such person"),

    /** The person was erased: 410 for who reads, 409 for who changes. */
    PERSON_ERASED("person-erased", 409, "The person was erased"),

    /** Somebody else has the student number. */
    STUDENT_NUMBER_TAKEN("student-number-taken", 409, "Another person has this student number"),

    /** The caller has read another version: 409 when the body names it, 412 when If-Match does. */
    PERSON_CONFLICT("person-conflict", 409, "The person has changed since they were read"),

    /** A change says which version of the person it is made for. */
    PRECONDITION_REQUIRED("precondition-required", 428, "The change must name a version");

    @SuppressWarnings("ImmutableEnumChecker") // A record of texts and a number.
    private final ProblemKind kind;

    PersonProblem(String key, int status, String title) {
        kind = new ProblemKind(key, status, title);
    }

    @Override
    public ProblemKind kind() {
        return kind;
    }

    /** Nobody has an id. */
    public static Problem unknown() {
        return Problem.of(PERSON_NOT_FOUND, "Nobody has this id; GET /person lists the people.");
    }

    /** Somebody can take part in nothing any more. */
    public static Problem erased() {
        return Problem.of(PERSON_ERASED, "The person was erased, or is being erased; name somebody else.");
    }

    /** What a change that was not made came to. */
    static Problem of(PersonOutcome outcome, IfMatch ifMatch) {
        return switch (outcome) {
            case PersonOutcome.Saved _ -> throw new IllegalStateException("A change is no problem");
            case PersonOutcome.UnknownPerson() -> unknown();
            case PersonOutcome.ErasedPerson() -> erased();
            case PersonOutcome.NumberTaken() -> numberTaken();
            case PersonOutcome.ReusedKey() -> IdempotencyHeader.reused();
            case PersonOutcome.StaleVersion(var current) -> stale(current, ifMatch);
        };
    }

    private static Problem stale(int current, IfMatch ifMatch) {
        var detail = EntityTag.explained(ifMatch)
                .map(fault -> "%s The person is at version %d now.".formatted(fault, current))
                .orElseGet(() ->
                        "The person is at version %d now; read them again and decide whether your change still holds."
                                .formatted(current));
        return Problem.of(PERSON_CONFLICT, detail)
                .status(ifMatch instanceof IfMatch.NoCondition || ifMatch instanceof IfMatch.Wildcard ? 409 : 412)
                .member("current_version", current)
                .header(HeaderNames.ETAG, EntityTag.of(current));
    }

    /** Two people have one student number. */
    public static Problem numberTaken() {
        return Problem.of(
                STUDENT_NUMBER_TAKEN, "Another person has this student number; search for it with GET /person?q=.");
    }
}
