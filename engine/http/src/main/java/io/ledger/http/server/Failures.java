package io.ledger.http.server;

import io.ledger.core.StoreUnavailableException;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.ServerProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table from an exception to its problem: first what the API knows, then what any ledger knows. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final KnownFailures known;

    Failures(KnownFailures known) {
        this.known = known;
    }

    Problem problem(RuntimeException failure) {
        if (failure instanceof Refusal refusal) {
            return refusal.problem();
        }
        return known.problem(failure)
                .orElseGet(() -> failure instanceof StoreUnavailableException unavailable
                        ? unavailable(unavailable)
                        : internal(failure));
    }

    private static Problem unavailable(StoreUnavailableException failure) {
        return switch (failure.reason()) {
            case OUTCOME_UNKNOWN -> {
                LOG.warn("A change was not confirmed", failure);
                yield Problem.of(
                        ServerProblem.OUTCOME_UNKNOWN,
                        "The change may or may not have been recorded; read what it was to change before you send it"
                                + " again.");
            }
            case NO_ANSWER -> {
                LOG.warn("A store did not answer", failure);
                yield Problem.of(
                                ServerProblem.STORE_UNAVAILABLE,
                                "The %s is not available and nothing was changed; try again in a moment."
                                        .formatted(failure.store()))
                        .retryLater();
            }
            case READ_ONLY -> {
                LOG.warn("A store takes no changes: {}", String.valueOf(failure.getCause()));
                yield Problem.of(
                                ServerProblem.STORE_UNAVAILABLE,
                                "The %s is read-only, as while another one takes its place, and nothing was changed; try again in a moment."
                                        .formatted(failure.store()))
                        .retryLater();
            }
            case DAMAGED -> {
                LOG.error("{}", failure.getMessage());
                yield Problem.of(
                                ServerProblem.STORE_UNAVAILABLE,
                                "Nothing was changed; tell whoever runs the ledger. %s."
                                        .formatted(failure.getMessage()))
                        .retryLater();
            }
            case OVERLOADED ->
                Problem.of(
                                ServerProblem.SERVER_BUSY,
                                "More changes are waiting than this server takes and nothing was changed; try again"
                                        + " in a moment.")
                        .retryLater();
        };
    }

    /** A bug; its cause is for the log and no business of the caller. */
    static Problem internal(Throwable bug) {
        LOG.error("A request failed", bug);
        return Problem.of(
                ServerProblem.INTERNAL_ERROR,
                "This is a fault of the server; report it with the X-Request-Id of this answer.");
    }
}
