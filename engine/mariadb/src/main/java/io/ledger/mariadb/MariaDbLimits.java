package io.ledger.mariadb;

import java.time.Duration;

/** Every limit of the event store's connections and transactions, in one place. */
final class MariaDbLimits {

    /** Connections of one server; further requests queue for one. */
    static final int POOL_SIZE = 16;

    /** Statements that the database keeps prepared for each of them. */
    static final int PREPARED_STATEMENTS = 64;

    /** How long a request waits for a connection before it is told that the store is down. */
    static final int POOL_WAIT_MILLIS = 2_000;

    static final int CONNECT_TIMEOUT_MILLIS = 2_000;

    /** The longest silence on a connection in use before it counts as lost. */
    static final int SOCKET_TIMEOUT_MILLIS = 10_000;

    /** How long connections are kept at least, also while the database is read-only. */
    static final Duration EVICTION_PERIOD = Duration.ofSeconds(1);

    /** How often it is looked whether one of several hosts still takes changes. */
    static final Duration PRIMARY_LOOK = Duration.ofSeconds(1);

    /** How long an append waits for its turn behind other writers. */
    static final int LOCK_WAIT_SECONDS = 5;

    /**
     * How long MariaDB keeps what a silent client has locked: less than all attempts of an append
     * wait together, so that those that are held up meanwhile still succeed.
     */
    static final int IDLE_TRANSACTION_SECONDS = 5;

    /** Appends that may wait for a writer; more are refused. */
    static final int APPEND_QUEUE = 1_024;

    /** How long an append waits until a writer takes it. */
    static final Duration APPEND_QUEUE_WAIT = Duration.ofSeconds(5);

    /** Appends recorded in one transaction. */
    static final int BATCH = 256;

    /** A batch waits for those of the last one for as long as that one took, divided by this. */
    static final int ARRIVAL_SHARE = 8;

    /** No batch waits longer for those of the last one. */
    static final Duration LONGEST_ARRIVAL = Duration.ofMillis(1);

    /** Batches that wait for nobody, after one has waited in vain. */
    static final int BATCHES_IN_HASTE = 64;

    /** How often one append is tried before the caller is told that the store is down. */
    static final int APPEND_ATTEMPTS = 4;

    /** The pause before the second attempt; it doubles with each further one. */
    static final int APPEND_PAUSE_MILLIS = 10;

    /** Rows read at a time when a long history is replayed. */
    static final int REPLAY_PAGE = 1_000;

    /** Events that a load for a change folds from the first one on, whatever snapshots there are. */
    static final int FOLDED_TO_CHANGE = 500;

    /** Versions of a longer history that a load for a change counts: the last ones. */
    static final int COUNTED_TO_CHANGE = 20_000;

    /** Versions before it that an append counts, while it holds the lock on the log. */
    static final int COUNTED_TO_APPEND = 32;

    /** Streams with large states whose size is remembered, so that the state is not encoded for nothing. */
    static final int SIZES_OF_STATES = 10_000;

    /** In each so many versions of a stream one snapshot stays for good. */
    static final int SNAPSHOT_THAT_STAYS = 1_000;

    /** Answers to requests forgotten, or snapshots looked at, in one statement. */
    static final int CLEANUP_STEP = 1_000;

    /** The rest between two such statements while there is more to do. */
    static final Duration CLEANUP_PAUSE = Duration.ofMillis(100);

    /** How often answers to forget, and snapshots to delete, are looked for. */
    static final Duration CLEANUP_PERIOD = Duration.ofMinutes(1);

    /** How far the clocks of servers that share a log may differ before a search by time misses events. */
    static final Duration CLOCK_SLACK = Duration.ofHours(1);

    /** Keys that are read in one go when many are asked for at the same time. */
    static final int GATHERED_READS = 64;

    /** How long such reads wait for the one that is under way. */
    static final Duration READ_QUEUE_WAIT = Duration.ofSeconds(5);

    /** Tags that are written, or looked up, in one go. */
    static final int TAGS_AT_ONCE = 500;

    /**
     * Events whose stamps are read in one go: below the thousand from which on MariaDB makes a subquery of an {@code IN},
     * and a power of two, as the lists are long.
     */
    static final int STAMPS_AT_ONCE = 512;

    private MariaDbLimits() {}
}
