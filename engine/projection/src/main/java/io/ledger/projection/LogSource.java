package io.ledger.projection;

import io.ledger.core.log.EventLog;
import io.ledger.core.log.EventSource;
import io.ledger.core.log.LogPlace;

/** The log itself as what a projection reads. */
public record LogSource<E>(EventLog<E> log) implements EventSource<E> {

    @Override
    public SourcePage<E> from(LogPlace at, String place, int limit) {
        return new SourcePage<>(log.replayFrom(at.position(), limit), "");
    }

    @Override
    public SourcePages<E> after(LogPlace last, int size) {
        return new LogPages<>(log, size, last.position());
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
