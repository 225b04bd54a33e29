package io.ledger.projection;

import io.circleledger.domain.circle.CircleEvent;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogPlace;
import java.util.List;

/** The real log, whose reader dies while it is told to. */
final class DeadlyLog implements EventLog<CircleEvent> {

    private final EventLog<CircleEvent> log;
    volatile boolean deadly;
    volatile int deaths;

    DeadlyLog(EventLog<CircleEvent> log) {
        this.log = log;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // The projector is the only caller.
    public List<LogEntry<CircleEvent>> replayFrom(GlobalPosition position, int limit) {
        if (deadly) {
            deaths++;
            throw new LinkageError("deadly");
        }
        return log.replayFrom(position, limit);
    }

    @Override
    public List<LogEntry<CircleEvent>> readFrom(GlobalPosition position, int limit) {
        return log.readFrom(position, limit);
    }

    @Override
    public Ends ends() {
        return log.ends();
    }

    @Override
    public LogPlace end() {
        return log.end();
    }

    @Override
    public LogPlace at(GlobalPosition position) {
        return log.at(position);
    }
}
