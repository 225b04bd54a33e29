package io.ledger.office;

import io.ledger.core.command.CommandOutcome;
import java.util.function.Function;

/** What came of carrying out a row. */
public sealed interface RowOutcome {

    /** It is as the row has it. */
    record Settled(String id, int version) implements RowOutcome {}

    /** Somebody else has changed it meanwhile. */
    record StaleRow(String id, int currentVersion) implements RowOutcome {}

    /** A rule forbids it; the detail is a sentence that says what to do. */
    record ForbiddenRow(String detail) implements RowOutcome {}

    /**
     * That of a command.
     *
     * @param words says what is to be done about a rejection
     * @throws IllegalStateException when the same row is being carried out elsewhere; it can be tried again
     */
    static <R> RowOutcome of(CommandOutcome<R> outcome, Function<R, String> words) {
        return switch (outcome) {
            case CommandOutcome.Done<R>(var stream, var version, var _) -> new Settled(stream.id(), version);
            case CommandOutcome.ConflictingCommand<R>(var stream, var version) -> new StaleRow(stream.id(), version);
            case CommandOutcome.RejectedCommand<R> rejected -> new ForbiddenRow(words.apply(rejected.rejection()));
            case CommandOutcome.InProgress<R>() -> throw new IllegalStateException("the row is being carried out");
            case CommandOutcome.KeyReused<R>() -> keyReused();
        };
    }

    /** Another request was sent under the key of the row. */
    static RowOutcome keyReused() {
        return new ForbiddenRow(
                "Another request was sent under the idempotency key of this row; import the row again.");
    }
}
