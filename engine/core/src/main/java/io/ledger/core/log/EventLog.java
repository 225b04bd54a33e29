package io.ledger.core.log;

import java.util.List;
import java.util.Optional;

/**
 * The one log of all events in the order of their commits, as a reader of one category sees it.
 *
 * @param <E> events of that category; those of others are {@link LogEntry.Foreign}
 */
public interface EventLog<E> {

    /** How many entries one page may have. */
    int MAX_PAGE = 5_000;

    /**
     * Reads the entries from a position on, that position included, oldest first.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    List<LogEntry<E>> readFrom(GlobalPosition position, int limit);

    /**
     * Reads like {@link #readFrom}, for those who fold: without the metadata, which no state depends
     * on. It is {@link EventMetadata#NONE} in each entry.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    List<LogEntry<E>> replayFrom(GlobalPosition position, int limit);

    /**
     * The position of the last event, {@link GlobalPosition#START} when there is none.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    default GlobalPosition head() {
        return end().position();
    }

    /**
     * The place of the last event, {@link LogPlace#START} when there is none.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    LogPlace end();

    /**
     * What stands at a position; a place without an event when nothing does.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    LogPlace at(GlobalPosition position);

    /**
     * Where the log ends and where it is said to end, seen at one moment.
     *
     * @param head the position of the last event
     * @param given the last position that was given to an event, empty when nothing tells it
     * @param surplus how many other rows claim to tell it; nothing reads them
     */
    record Ends(GlobalPosition head, Optional<GlobalPosition> given, int surplus) {}

    /**
     * Reads both ends, which are the same unless somebody tampered with the log.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Ends ends();
}
