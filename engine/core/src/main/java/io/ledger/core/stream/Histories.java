package io.ledger.core.stream;

import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The histories of the streams of one category, each by itself: what happened, and what the state was at some time.
 *
 * @param <S> states
 * @param <E> events
 */
public interface Histories<S, E> {

    /** How many entries one page may have. */
    int MAX_PAGE = 1_000;

    /**
     * One event as it is recorded, whether this server can read its payload or not.
     *
     * @param eventId as stored
     * @param eventType as stored
     * @param occurredAt {@link LogEntry#UNKNOWN_TIME} where the time cannot be read
     * @param metadata as far as it can be read
     * @param metadataFault why not all of the metadata can be read, empty when it can
     * @param event the event, or why it cannot be read
     */
    record Entry<E>(
            GlobalPosition position,
            int version,
            String eventId,
            String eventType,
            Instant occurredAt,
            EventMetadata metadata,
            Optional<String> metadataFault,
            Parsed<E> event) {

        /** An entry whose metadata can be read. */
        public Entry(
                GlobalPosition position,
                int version,
                String eventId,
                String eventType,
                Instant occurredAt,
                EventMetadata metadata,
                Parsed<E> event) {
            this(position, version, eventId, eventType, occurredAt, metadata, Optional.empty(), event);
        }
    }

    /**
     * Some entries of one history.
     *
     * @param head the end of the log the answer is complete to
     * @param currentVersion the stream's last version, 0 when there never was such a stream
     */
    record HistorySlice<E>(GlobalPosition head, int currentVersion, List<Entry<E>> entries) {

        public HistorySlice {
            entries = List.copyOf(entries);
        }
    }

    /** What a stream was at some time. */
    sealed interface Past<S> {

        /** The end of the log the answer is complete to. */
        GlobalPosition head();

        /**
         * The stream had a state.
         *
         * @param then the state, with its version then
         * @param currentVersion the stream's last version now
         */
        record State<S>(GlobalPosition head, Versioned<S> then, int currentVersion) implements Past<S> {}

        /** The stream has not reached that version yet. */
        record NotReached<S>(GlobalPosition head, int currentVersion) implements Past<S> {}

        /** The stream did not exist yet. */
        record NotCreatedYet<S>(GlobalPosition head, Instant createdAt) implements Past<S> {}

        /** There never was such a stream. */
        record Unknown<S>(GlobalPosition head) implements Past<S> {}
    }

    /**
     * Reads the entries after a version, oldest first.
     *
     * @param version 0 for the start of the history
     * @param limit 1 to {@link #MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    HistorySlice<E> after(StreamId id, int version, int limit);

    /**
     * Reads the entries before a version, newest first.
     *
     * @param version {@link Integer#MAX_VALUE} for the end of the history
     * @param limit 1 to {@link #MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    HistorySlice<E> before(StreamId id, int version, int limit);

    /**
     * The state as the event of a version left it.
     *
     * @param version from 1
     * @throws CorruptStreamException when its history breaks the
     *     rules up to there
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Past<S> atVersion(StreamId id, int version);

    /**
     * The state as its last event at or before a time left it.
     *
     * @throws CorruptStreamException when its history breaks the
     *     rules up to there
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Past<S> atTime(StreamId id, Instant time);
}
