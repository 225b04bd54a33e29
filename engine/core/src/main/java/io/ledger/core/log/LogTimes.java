package io.ledger.core.log;

import java.time.Instant;

/** Tells where in the log the events of a time are. */
public interface LogTimes {

    /**
     * The last position that an event of this time, or of one before, can have. Positions go with time only as far as the
     * clocks of servers do, so there may be later events up to there; nobody but the event itself tells its time.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    GlobalPosition lastUntil(Instant time);
}
