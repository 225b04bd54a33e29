package io.ledger.kafka;

import io.ledger.core.feed.StoredEvent;
import java.util.Optional;

/**
 * A record of the topic that says at which position of the log its event stands.
 *
 * @param bytes how large it is
 * @param event empty when it cannot be read
 */
record TopicEvent(long position, int partition, long offset, int bytes, Optional<StoredEvent> event) {}
