package io.ledger.core.request;

import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;

/**
 * What a request with an idempotency key came to the first time.
 *
 * @param fingerprint of the request that the key stands for
 * @param version the stream's version after it
 * @param position the place of the stream's last event after it
 */
public record RecordedAnswer(String fingerprint, StreamId stream, int version, GlobalPosition position) {}
