package io.ledger.stores;

import java.time.Instant;

/** The state of one embedded store as its supervisor sees it. */
public sealed interface StoreHealth {

    /** The store answered when it was started and its process lives. */
    record Answering(long pid, Instant since) implements StoreHealth {}

    /** The store's process is gone; unless it was stopped on purpose, it is being restarted. */
    record NotAnswering(String reason, Instant since) implements StoreHealth {}
}
