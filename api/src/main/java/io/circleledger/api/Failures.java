package io.circleledger.api;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.read.OtherHistoryException;
import io.ledger.core.read.PositionUnknownException;
import io.ledger.core.read.ReadModelBehindException;
import io.ledger.core.stream.CorruptStreamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table from an exception to its problem. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static Problem problem(RuntimeException failure) {
        return switch (failure) {
            case Refusal refusal -> refusal.problem();
            case StoreUnavailableException e -> unavailable(e);
            case PositionUnknownException e ->
                Problem.of(
                                ProblemType.POSITION_UNKNOWN,
                                e.getMessage()
                                        + "; it may have lost its end. Read again without Ledger-Position, and go"
                                        + " on with the one of that answer.")
                        .member("head", e.head().value());
            case OtherHistoryException e ->
                Problem.of(
                                ProblemType.OTHER_HISTORY,
                                e.getMessage() + ". Read anew what you need, and go on after %s.".formatted(e.end()))
                        .member("head", e.end().position().value())
                        .member("after", e.end().toString());
            case ReadModelBehindException e ->
                Problem.of(ProblemType.READ_MODEL_BEHIND, e.getMessage() + "; try again in a moment.")
                        .retryLater();
            case CorruptStreamException e -> {
                LOG.error("A history cannot be read", e);
                yield Problem.of(
                                ProblemType.CORRUPT_STREAM,
                                "The history of circle %s breaks the rules at version %d; tell whoever runs the ledger."
                                        .formatted(e.stream().id(), e.version()))
                        .member("circle_id", e.stream().id())
                        .member("version", e.version());
            }
            default -> internal(failure);
        };
    }

    private static Problem unavailable(StoreUnavailableException failure) {
        return switch (failure.reason()) {
            case OUTCOME_UNKNOWN -> {
                LOG.warn("A change was not confirmed", failure);
                yield Problem.of(
                        ProblemType.OUTCOME_UNKNOWN,
                        "The change may or may not have been recorded; read the circle, or the list after a"
                                + " creation, before you send it again.");
            }
            case NO_ANSWER -> {
                LOG.warn("A store did not answer", failure);
                yield Problem.of(
                                ProblemType.STORE_UNAVAILABLE,
                                "The %s is not available and nothing was changed; try again in a moment."
                                        .formatted(failure.store()))
                        .retryLater();
            }
            case READ_ONLY -> {
                LOG.warn("A store takes no changes: {}", String.valueOf(failure.getCause()));
                yield Problem.of(
                                ProblemType.STORE_UNAVAILABLE,
                                "The %s is read-only, as while another one takes its place, and nothing was changed; try again in a moment."
                                        .formatted(failure.store()))
                        .retryLater();
            }
            case DAMAGED -> {
                LOG.error("{}", failure.getMessage());
                yield Problem.of(
                                ProblemType.STORE_UNAVAILABLE,
                                "Nothing was changed; tell whoever runs the ledger. %s."
                                        .formatted(failure.getMessage()))
                        .retryLater();
            }
            case OVERLOADED ->
                Problem.of(
                                ProblemType.SERVER_BUSY,
                                "More changes are waiting than this server takes and nothing was changed; try again"
                                        + " in a moment.")
                        .retryLater();
        };
    }

    /** A bug; its cause is for the log and no business of the caller. */
    static Problem internal(Throwable bug) {
        LOG.error("A request failed", bug);
        return Problem.of(
                ProblemType.INTERNAL_ERROR,
                "This is a fault of the server; report it with the X-Request-Id of this answer.");
    }
}
