package io.ledger.http.server;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.read.OtherHistoryException;
import io.ledger.core.read.PastTooLargeException;
import io.ledger.core.read.PositionUnknownException;
import io.ledger.core.read.ReadModelBehindException;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ProblemType;
import io.ledger.http.answer.ServerProblem;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table from the failures of commands and queries to their problems.
 *
 * @param noun what a stream is about, as a word in a sentence
 * @param corruptStream the problem of a stream whose history breaks the rules
 */
public record LedgerFailures(String noun, ProblemType corruptStream) implements KnownFailures {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerFailures.class);

    /** The problem of a failure that has to do with streams or with what was read; empty for any other. */
    @Override
    public Optional<Problem> problem(RuntimeException failure) {
        return switch (failure) {
            case PositionUnknownException e ->
                Optional.of(Problem.of(
                                ServerProblem.POSITION_UNKNOWN,
                                e.getMessage()
                                        + "; it may have lost its end. Read again without Ledger-Position, and go"
                                        + " on with the one of that answer.")
                        .member("head", e.head().value()));
            case OtherHistoryException e ->
                Optional.of(Problem.of(
                                ServerProblem.OTHER_HISTORY,
                                e.getMessage() + ". Read anew what you need, and go on after %s.".formatted(e.end()))
                        .member("head", e.end().position().value())
                        .member("after", e.end().toString()));
            case ReadModelBehindException e ->
                Optional.of(Problem.of(ServerProblem.READ_MODEL_BEHIND, e.getMessage() + "; try again in a moment.")
                        .retryLater());
            case PastTooLargeException e ->
                Optional.of(Problem.of(
                        ServerProblem.PAST_TOO_LARGE,
                        e.getMessage()
                                + ". Ask for an earlier time, for one %s as it was, or for the list of now."
                                        .formatted(noun)));
            case CorruptStreamException e -> Optional.of(corrupt(e));
            case StoreUnavailableException e
            when e.reason() == StoreUnavailableException.Unavailability.OUTCOME_UNKNOWN ->
                Optional.of(outcomeUnknown(e));
            default -> Optional.empty();
        };
    }

    private Problem corrupt(CorruptStreamException failure) {
        LOG.error("A history cannot be read", failure);
        return Problem.of(
                        corruptStream,
                        "The history of %s %s breaks the rules at version %d; tell whoever runs the ledger."
                                .formatted(
                                        failure.stream().category(),
                                        failure.stream().id(),
                                        failure.version()))
                .member(failure.stream().category() + "_id", failure.stream().id())
                .member("version", failure.version());
    }

    private Problem outcomeUnknown(StoreUnavailableException failure) {
        LOG.warn("A change was not confirmed", failure);
        return Problem.of(
                ServerProblem.OUTCOME_UNKNOWN,
                "The change may or may not have been recorded; read the %s, or the list after a creation, before you send it again."
                        .formatted(noun));
    }
}
