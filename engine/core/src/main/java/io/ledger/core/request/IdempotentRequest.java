package io.ledger.core.request;

/**
 * A request that its caller may send again.
 *
 * @param fingerprint equal for equal requests and for no others; 64 characters
 */
public record IdempotentRequest(IdempotencyKey key, String fingerprint) {}
