package io.circleledger.main;

import io.circleledger.domain.circle.CircleEvent;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogPlace;
import java.util.List;

/** The real log, which is the end of any projector that reads it while it is deadly. */
final class DeadlyLog implements EventLog<CircleEvent> {

    private final EventLog<CircleEvent> log;
    private volatile boolean isDeadly;
    private volatile int deaths;

    DeadlyLog(EventLog<CircleEvent> log) {
        this.log = log;
    }

    void setDeadly(boolean isDeadly) {
        this.isDeadly = isDeadly;
    }

    /** How often it was the end of a projector. */
    int deaths() {
        return deaths;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // The projector is the only one who reads then.
    public List<LogEntry<CircleEvent>> replayFrom(GlobalPosition position, int limit) {
        if (isDeadly) {
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
    public LogPlace end() {
        return log.end();
    }

    @Override
    public LogPlace at(GlobalPosition position) {
        return log.at(position);
    }

    @Override
    public Ends ends() {
        return log.ends();
    }
}
