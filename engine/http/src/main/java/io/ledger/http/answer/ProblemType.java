package io.ledger.http.answer;

/** A kind of problem that the API answers with; its name is part of the API's contract. */
public interface ProblemType {

    /**
     * What is the same for each problem of a kind.
     *
     * @param key names the kind in lower case with hyphens
     * @param status the HTTP status, where the situation does not ask for another
     * @param title says in a few words what is the matter
     */
    record ProblemKind(String key, int status, String title) {}

    /** What all problems of this type have in common. */
    ProblemKind kind();

    default String key() {
        return kind().key();
    }

    default int status() {
        return kind().status();
    }

    default String title() {
        return kind().title();
    }

    /** The reference that stands in the member {@code type}. */
    default String uri() {
        return "/problems/" + key();
    }
}
