package io.ledger.core.command;

import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import java.util.Optional;

/**
 * What became of a command.
 *
 * @param <R> rejections: the rules that a command can break
 */
public sealed interface CommandOutcome<R> {

    /**
     * The stream is as the command wants it. That may be a stream without any event, where a decider accepts a command about
     * one that does not exist and has nothing to record.
     *
     * @param version the stream's version now; 0 when it does not exist
     * @param position where its last event stands in the log; the start when it has none
     */
    record Done<R>(StreamId id, int version, GlobalPosition position) implements CommandOutcome<R> {}

    /** The caller has read another version than the stream has; nothing was recorded. */
    record ConflictingCommand<R>(StreamId id, int currentVersion) implements CommandOutcome<R> {}

    /**
     * The command breaks a rule; nothing was recorded.
     *
     * @param other the stream that the rule was kept for, where it is a rule over several
     */
    record RejectedCommand<R>(StreamId id, R rejection, Optional<StreamId> other) implements CommandOutcome<R> {

        /** It breaks a rule of its own stream. */
        public RejectedCommand(StreamId id, R rejection) {
            this(id, rejection, Optional.empty());
        }
    }

    /** A request with the same idempotency key is being carried out; ask again in a moment. */
    record InProgress<R>() implements CommandOutcome<R> {}

    /** The idempotency key stands for another request. */
    record KeyReused<R>() implements CommandOutcome<R> {}
}
