package io.ledger.identity.oidc;

import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ServerProblem;

/** What callers are told when the identity provider cannot be asked. */
final class ProviderProblem {

    private ProviderProblem() {}

    static Problem unavailable() {
        return Problem.of(
                        ServerProblem.PROVIDER_UNAVAILABLE,
                        "The identity provider does not answer, so nobody can tell who you are; try again in a moment.")
                .retryLater();
    }
}
