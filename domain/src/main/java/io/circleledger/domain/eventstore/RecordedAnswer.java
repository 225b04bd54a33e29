package io.circleledger.domain.eventstore;

import io.circleledger.domain.circle.CircleId;

/**
 * What a request with an idempotency key came to the first time.
 *
 * @param fingerprint of the request that the key stands for
 * @param version the circle's version after it
 * @param position the place of the circle's last event after it
 */
public record RecordedAnswer(String fingerprint, CircleId circleId, int version, GlobalPosition position) {}
