package io.ledger.core.stream;

import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.request.RecordedAnswer;

/** The result of an append. */
public sealed interface AppendResult {

    /** The events are in the log, durably; {@code position} is the last one's place. */
    record Appended(GlobalPosition position) implements AppendResult {}

    /** A stream had another version and nothing was recorded; 0 when there is no such stream. */
    record VersionConflict(StreamId stream, int currentVersion) implements AppendResult {}

    /**
     * A stream has the expected version, but its event there is not the one that the append was decided on: the log has
     * another history. Nothing was recorded; decide the command again.
     */
    record HistoryConflict() implements AppendResult {}

    /** An event that a condition forbids is at this position; nothing was recorded. */
    record ConditionFailed(GlobalPosition position) implements AppendResult {}

    /** The request with this key was carried out before; nothing was recorded now. */
    record AlreadyAnswered(RecordedAnswer answer) implements AppendResult {}
}
