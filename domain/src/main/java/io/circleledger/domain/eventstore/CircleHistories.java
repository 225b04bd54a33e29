package io.circleledger.domain.eventstore;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.ledger.core.Parsed;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.EventMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The histories of circles, each by itself: what happened, and how a circle was at some time. */
public interface CircleHistories {

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
    record Entry(
            GlobalPosition position,
            int version,
            String eventId,
            String eventType,
            Instant occurredAt,
            EventMetadata metadata,
            Optional<String> metadataFault,
            Parsed<CircleEvent> event) {

        /** An entry whose metadata can be read. */
        public Entry(
                GlobalPosition position,
                int version,
                String eventId,
                String eventType,
                Instant occurredAt,
                EventMetadata metadata,
                Parsed<CircleEvent> event) {
            this(position, version, eventId, eventType, occurredAt, metadata, Optional.empty(), event);
        }
    }

    /**
     * Some entries of one history.
     *
     * @param head the end of the log the answer is complete to
     * @param currentVersion the circle's last version, 0 when there never was such a circle
     */
    record Page(GlobalPosition head, int currentVersion, List<Entry> entries) {

        public Page {
            entries = List.copyOf(entries);
        }
    }

    /** What a circle was at some time. */
    sealed interface Past {

        /** The end of the log the answer is complete to. */
        GlobalPosition head();

        /**
         * The circle was there.
         *
         * @param circle its state, with its version then
         * @param position where the event stands that made this state
         * @param currentVersion the circle's last version now
         */
        record State(GlobalPosition head, Circle circle, GlobalPosition position, int currentVersion) implements Past {}

        /** The circle has not reached that version yet. */
        record NotReached(GlobalPosition head, int currentVersion) implements Past {}

        /** The circle did not exist yet. */
        record NotCreatedYet(GlobalPosition head, Instant createdAt) implements Past {}

        /** There never was such a circle. */
        record Unknown(GlobalPosition head) implements Past {}
    }

    /**
     * Reads the entries after a version, oldest first.
     *
     * @param version 0 for the start of the history
     * @param limit 1 to {@link #MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Page after(StreamId id, int version, int limit);

    /**
     * Reads the entries before a version, newest first.
     *
     * @param version {@link Integer#MAX_VALUE} for the end of the history
     * @param limit 1 to {@link #MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Page before(StreamId id, int version, int limit);

    /**
     * The circle as the event of a version left it.
     *
     * @param version from 1
     * @throws io.ledger.core.stream.CorruptStreamException when its history breaks the
     *     rules up to there
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Past atVersion(StreamId id, int version);

    /**
     * The circle as its last event at or before a time left it.
     *
     * @throws io.ledger.core.stream.CorruptStreamException when its history breaks the
     *     rules up to there
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Past atTime(StreamId id, Instant time);
}
