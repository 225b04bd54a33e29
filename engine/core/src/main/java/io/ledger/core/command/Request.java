package io.ledger.core.command;

import io.ledger.core.log.EventMetadata;
import io.ledger.core.request.IdempotencyKey;
import java.util.Optional;

/**
 * Who asks, and whether the same may be asked again.
 *
 * @param key the name of the request, under which it is carried out once
 * @param isLikelyNew whether the request was hardly ever sent before: then its key is not looked up first. A key that was used
 *     all the same is found when the events are recorded, or before a refusal.
 */
public record Request(EventMetadata metadata, Optional<IdempotencyKey> key, boolean isLikelyNew) {

    /** A request that may have been sent before. */
    public Request(EventMetadata metadata, Optional<IdempotencyKey> key) {
        this(metadata, key, false);
    }
}
