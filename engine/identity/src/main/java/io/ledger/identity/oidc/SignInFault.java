package io.ledger.identity.oidc;

import io.ledger.http.access.Unauthenticated;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ProblemType;
import io.ledger.http.answer.ServerProblem;

/** Why a sign-in with the provider came to nothing. */
enum SignInFault implements ProblemType {
    /** Nobody began it here, or it was finished before, or it took too long. */
    EXPIRED(
            "sign-in-expired",
            "This sign-in is over",
            "The sign-in was not begun in this browser, took too long, or was finished before; begin anew."),
    /** The provider refused, or what it sent is not to be believed. */
    REFUSED(
            "sign-in-refused",
            "The sign-in was refused",
            "The identity provider refused, or its answer cannot be believed; begin anew, and ask an administrator if"
                    + " that does not help."),
    /** The account is disabled here. */
    DISABLED("account-disabled", "The account is disabled", "The account is disabled here; ask an administrator.");

    @SuppressWarnings("ImmutableEnumChecker") // A record of texts and a number.
    private final ProblemKind kind;

    private final String detail;

    SignInFault(String key, String title, String detail) {
        kind = new ProblemKind(key, ServerProblem.UNAUTHENTICATED.status(), title);
        this.detail = detail;
    }

    @Override
    public ProblemKind kind() {
        return kind;
    }

    /** What whoever signs in is told. */
    Problem problem() {
        return Unauthenticated.challenge(Problem.of(this, detail));
    }
}
