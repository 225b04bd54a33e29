package io.ledger.http.access;

import io.ledger.http.answer.Problem;

/** What came of asking who makes a request. */
public sealed interface Identification {

    /** It is known. */
    record KnownCaller(Caller caller) implements Identification {}

    /** The request does not say. */
    record Unnamed() implements Identification {}

    /**
     * What the request says is not believed, or cannot be checked now.
     *
     * @param problem a 401, or a 503 while it cannot be checked
     */
    record RejectedProof(Problem problem) implements Identification {}
}
