package io.ledger.core.log;

import java.util.List;

/**
 * Where a projection takes the entries of the log from: the log itself, or something else that has them, in their order
 * and without a gap.
 *
 * @param <E> events of the reader's category
 */
public interface EventSource<E> extends AutoCloseable {

    /**
     * Entries that follow each other.
     *
     * @param place where to take up the source again after them, empty when there is nothing to tell
     */
    record SourcePage<E>(List<LogEntry<E>> entries, String place) {

        public SourcePage {
            entries = List.copyOf(entries);
        }
    }

    /** Pages of which each follows the one before. */
    interface SourcePages<E> extends AutoCloseable {

        /**
         * The next page, empty at the end.
         *
         * @throws io.ledger.core.StoreUnavailableException when the log is needed and does not answer
         */
        SourcePage<E> next();

        @Override
        void close();
    }

    /**
     * Reads the entries from a place on, the entry there included. Only if the log has another one there, or none, do the
     * entries not begin with that one.
     *
     * @param place what the source said of it before, or empty
     * @param limit 2 to {@link EventLog#MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the log is needed and does not answer
     */
    SourcePage<E> from(LogPlace at, String place, int limit);

    /** The pages after the entry that was read last. */
    SourcePages<E> after(LogPlace last, int size);

    /** Lets go of what it holds, until it is read again. */
    @Override
    void close();
}
