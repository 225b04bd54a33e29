package io.ledger.http.answer;

/** A kind of problem that the API answers with; its name is part of the API's contract. */
public interface ProblemType {

    /** Names the kind in lower case with hyphens. */
    String key();

    /** The HTTP status, where the situation does not ask for another. */
    int status();

    /** Says in a few words what is the matter, the same for each problem of this kind. */
    String title();

    /** The reference that stands in the member {@code type}. */
    default String uri() {
        return "/problems/" + key();
    }
}
