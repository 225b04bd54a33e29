package io.ledger.server;

import java.time.Duration;

/**
 * What the parts of a server are told.
 *
 * @param role what the server does of the work
 * @param snapshotInterval versions from one snapshot of a small state to the next
 * @param answersKept how long the answer to a request with an idempotency key is kept
 */
public record ServerSettings(Role role, int snapshotInterval, Duration answersKept) {}
