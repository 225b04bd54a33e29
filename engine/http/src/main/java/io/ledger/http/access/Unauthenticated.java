package io.ledger.http.access;

import io.helidon.http.HeaderNames;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ServerProblem;

/** The refusals of those who are not known. */
public final class Unauthenticated {

    /** The request does not say who asks. */
    public static final Problem UNNAMED =
            because("Sign in, or send a token as Authorization: Bearer; an administrator makes tokens.");

    /** How to say who asks; what follows a comma after it says why that was not believed. */
    public static final String CHALLENGE = "Bearer realm=\"ledger\"";

    private Unauthenticated() {}

    /** A 401 with the reason, which tells nothing of what would be believed. */
    public static Problem because(String detail) {
        return challenge(Problem.of(ServerProblem.UNAUTHENTICATED, detail));
    }

    /** The problem with the header that every 401 has. */
    public static Problem challenge(Problem problem) {
        return problem.header(HeaderNames.WWW_AUTHENTICATE, CHALLENGE);
    }
}
