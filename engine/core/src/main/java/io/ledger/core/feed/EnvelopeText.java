package io.ledger.core.feed;

import java.util.Optional;

/**
 * What of an event's envelope is kept as the text that is stored, because this server would not write it like that.
 *
 * @param metadata the metadata, where it is not what this server would write for what it reads there
 * @param metadataFault why not all of the metadata can be read, empty when it can
 * @param occurredAt the time, where it is none
 */
public record EnvelopeText(Optional<String> metadata, Optional<String> metadataFault, Optional<String> occurredAt) {

    /** Everything is understood. */
    public static final EnvelopeText NONE = new EnvelopeText(Optional.empty(), Optional.empty(), Optional.empty());
}
