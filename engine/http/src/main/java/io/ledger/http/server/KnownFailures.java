package io.ledger.http.server;

import io.ledger.http.answer.Problem;
import java.util.Optional;

/** The failures that an API answers with a problem of its own. */
@FunctionalInterface
public interface KnownFailures {

    /** None. */
    KnownFailures NONE = _ -> Optional.empty();

    /** The problem, or empty when this API has none for such a failure. */
    Optional<Problem> problem(RuntimeException failure);
}
