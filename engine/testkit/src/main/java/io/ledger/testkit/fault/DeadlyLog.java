package io.ledger.testkit.fault;

import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogPlace;
import java.util.List;

/** The real log, which is the end of any projector that reads it while it is deadly. */
public final class DeadlyLog<E> implements EventLog<E> {

    private final EventLog<E> log;
    private volatile boolean isDeadly;
    private volatile int deaths;

    public DeadlyLog(EventLog<E> log) {
        this.log = log;
    }

    public void setDeadly(boolean isDeadly) {
        this.isDeadly = isDeadly;
    }

    /** How often it was the end of a projector. */
    public int deaths() {
        return deaths;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // The projector is the only one who reads then.
    public List<LogEntry<E>> replayFrom(GlobalPosition position, int limit) {
        if (isDeadly) {
            deaths++;
            throw new LinkageError("deadly");
        }
        return log.replayFrom(position, limit);
    }

    @Override
    public List<LogEntry<E>> readFrom(GlobalPosition position, int limit) {
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
