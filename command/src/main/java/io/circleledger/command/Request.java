package io.circleledger.command;

import io.circleledger.domain.eventstore.EventMetadata;
import io.circleledger.domain.eventstore.IdempotencyKey;
import java.util.Optional;

/**
 * Who asks, and whether the same may be asked again.
 *
 * @param key the name of the request, under which it is carried out once
 */
public record Request(EventMetadata metadata, Optional<IdempotencyKey> key) {}
