package io.ledger.redis;

import java.time.Duration;

/** Every limit of the connections to Redis, in one place. */
final class RedisLimits {

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    /** How long a query waits for its answer. */
    static final Duration READ_TIMEOUT = Duration.ofSeconds(1);

    /** How long the projection and a rebuild wait. */
    static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);

    /** While Redis is down, at most one connection attempt in this time. */
    static final Duration CONNECT_PAUSE = Duration.ofMillis(250);

    /** The longest pause between two attempts of a connection that was lost; a failover is over sooner than one notices. */
    static final Duration LONGEST_RECONNECT_PAUSE = Duration.ofSeconds(1);

    /** Commands that may wait for their answers on one connection. */
    static final int REQUEST_QUEUE = 10_000;

    /** Documents remembered in the server's own memory, of about 500 bytes each. */
    static final int NEAR_DOCUMENTS = 50_000;

    /** How many other documents may be read between the first and the second read of one that is then remembered. */
    static final int NEAR_ADMISSION = 1 << 17;

    /** Documents asked for in one command. */
    static final int NEAR_BATCH = 128;

    /** How often the connection that tells of changes is asked for a sign of life. */
    static final Duration NEAR_PROBE = Duration.ofMillis(200);

    /** How old an answer from memory may be at most for a reader who names no position. */
    static final Duration NEAR_STALENESS = Duration.ofSeconds(1);

    /** How long that connection may be silent before it counts as lost. */
    static final Duration NEAR_SILENCE = Duration.ofSeconds(2);

    /** Documents put by one command of a script, which has room for 8000 arguments. */
    static final int PUT = 1_000;

    /** Keys looked at in one step when a read model is walked through. */
    static final int SCAN = 1_000;

    /** How long the claim of a rebuild lasts that does not renew it. */
    static final Duration CLAIM = Duration.ofSeconds(60);

    /** How often a call asks anew because another read model has become the live one meanwhile. */
    static final int SWITCHES_FOLLOWED = 10;

    /** How often it is asked which server of a cluster has what, besides when one of them says so. */
    static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(30);

    /** How often that is asked at most when servers say so. */
    static final Duration ADAPTIVE_REFRESH = Duration.ofSeconds(1);

    /** How long a stop waits for the connections' threads. */
    static final Duration SHUTDOWN = Duration.ofSeconds(2);

    private RedisLimits() {}
}
