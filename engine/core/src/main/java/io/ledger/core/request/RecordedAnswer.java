package io.ledger.core.request;

import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;

/**
 * What a request with an idempotency key came to the first time.
 *
 * @param fingerprint of the request that the key stands for
 * @param version the stream's version after it; 0 when it does not exist
 * @param position the place of the stream's last event after it; the start when it has none
 */
public record RecordedAnswer(String fingerprint, StreamId stream, int version, GlobalPosition position) {}
