package io.ledger.core.stream;

import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import java.util.List;

/**
 * The log as those read it who decide by events of several streams.
 *
 * @param <E> events of one category; those of others are {@link LogEntry.Foreign}
 */
public interface QueriedLog<E> {

    /** How many entries one page may have. */
    int MAX_PAGE = 1_000;

    /**
     * Reads the entries that a query takes, oldest first. A full page may be followed by others.
     *
     * @param after entries after this position
     * @param limit 1 to {@link #MAX_PAGE}
     * @return the entries; complete to the end of the log if the page is not full, and to its last entry if it is
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Complete<List<LogEntry<E>>> matching(EventQuery query, GlobalPosition after, int limit);
}
