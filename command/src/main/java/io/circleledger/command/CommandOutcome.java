package io.circleledger.command;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.circle.CircleRejection;
import io.ledger.core.log.GlobalPosition;

/** What became of a command. */
public sealed interface CommandOutcome {

    /**
     * The circle is as the command wants it.
     *
     * @param version the circle's version now
     * @param position where its last event stands in the log
     */
    record Done(StreamId id, int version, GlobalPosition position) implements CommandOutcome {}

    /** The caller has read another version than the circle has; nothing was recorded. */
    record VersionConflict(StreamId id, int currentVersion) implements CommandOutcome {}

    /** The command breaks a rule; nothing was recorded. */
    record Rejected(StreamId id, CircleRejection rejection) implements CommandOutcome {}

    /** A request with the same idempotency key is being carried out; ask again in a moment. */
    record InProgress() implements CommandOutcome {}

    /** The idempotency key stands for another request. */
    record KeyReused() implements CommandOutcome {}
}
