package io.ledger.core.stream;

import io.ledger.core.decide.Tag;
import io.ledger.core.decide.Tagger;
import io.ledger.core.log.EventMetadata;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * An event to be appended, with everything except its version and its position.
 *
 * @param id the unique id; it shows whether an append whose answer was lost was recorded
 * @param occurredAt in whole microseconds
 * @param tags what the event is about, for queries over several streams
 */
public record NewEvent<E>(UUID id, Instant occurredAt, EventMetadata metadata, E event, Set<Tag> tags) {

    /** @throws IllegalArgumentException when there are too many tags */
    public NewEvent {
        tags = Set.copyOf(tags);
        if (tags.size() > Tagger.MAX_TAGS) {
            throw new IllegalArgumentException("An event has at most " + Tagger.MAX_TAGS + " tags");
        }
    }

    /** One without tags. */
    public NewEvent(UUID id, Instant occurredAt, EventMetadata metadata, E event) {
        this(id, occurredAt, metadata, event, Set.of());
    }
}
