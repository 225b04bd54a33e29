package io.ledger.server;

import io.ledger.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * What the parts of a server are told.
 *
 * @param role what the server does of the work
 * @param snapshotInterval versions from one snapshot of a small state to the next
 * @param answersKept how long the answer to a request with an idempotency key is kept
 * @param source the topic that projections take the events from, empty where they read the log
 */
public record ServerSettings(Role role, int snapshotInterval, Duration answersKept, Optional<KafkaSettings> source) {

    /** With projections that read the log. */
    public ServerSettings(Role role, int snapshotInterval, Duration answersKept) {
        this(role, snapshotInterval, answersKept, Optional.empty());
    }
}
