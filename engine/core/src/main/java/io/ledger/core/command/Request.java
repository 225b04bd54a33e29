package io.ledger.core.command;

import io.ledger.core.log.EventMetadata;
import io.ledger.core.request.IdempotencyKey;
import java.util.Optional;

/**
 * Who asks, and whether the same may be asked again.
 *
 * @param key the name of the request, under which it is carried out once
 */
public record Request(EventMetadata metadata, Optional<IdempotencyKey> key) {}
