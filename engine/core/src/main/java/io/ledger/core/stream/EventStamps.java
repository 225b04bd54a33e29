package io.ledger.core.stream;

import io.ledger.core.StreamId;
import io.ledger.core.log.LogEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** When events were recorded, and by whom, for lists that tell it of many streams and versions. */
@FunctionalInterface
public interface EventStamps {

    /** The place of an event in its stream. */
    record EventKey(StreamId stream, int version) {}

    /**
     * What is stamped on an event.
     *
     * @param occurredAt {@link LogEntry#UNKNOWN_TIME} where the time cannot be read
     * @param actor as histories show it; empty where nobody is known
     */
    record EventStamp(Instant occurredAt, String actor) {

        /** Whether the time can be read. */
        public boolean hasTime() {
            return !occurredAt.equals(LogEntry.UNKNOWN_TIME);
        }
    }

    /**
     * The stamps of events, however many; of those that the log does not have, there are none.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Map<EventKey, EventStamp> of(Collection<EventKey> events);
}
