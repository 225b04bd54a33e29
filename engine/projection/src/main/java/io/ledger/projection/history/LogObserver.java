package io.ledger.projection.history;

import io.ledger.core.log.LogPlace;
import io.ledger.core.log.OtherHistory;

/** Hears of what was seen of the log, and of signs that it has another history. */
public interface LogObserver extends OtherHistory {

    /** Tells nobody. */
    LogObserver UNHEARD = new LogObserver() {

        @Override
        public void saw(LogPlace place) {}

        @Override
        public void noticed(String noticedBy) {}
    };

    /** Takes note of an event that is in the log; returns at once and never throws. */
    void saw(LogPlace place);
}
