package io.ledger.stores;

/** Every bound of this package, in one place. */
final class StoreLimits {

    /** One start of MariaDB, the recovery of its 64 MB redo log after a kill included. */
    static final long MARIADB_START_TIMEOUT_MILLIS = 120_000;

    /** Making MariaDB's system tables, once per data directory. */
    static final long MARIADB_BOOTSTRAP_TIMEOUT_MILLIS = 120_000;

    /** A clean shutdown of MariaDB; past it, it is killed and recovers on its next start. */
    static final long MARIADB_STOP_TIMEOUT_MILLIS = 30_000;

    /** One start of Redis, the replay of its append-only file included. */
    static final long REDIS_START_TIMEOUT_MILLIS = 60_000;

    /** A clean shutdown of Redis, the last write of its append-only file included. */
    static final long REDIS_STOP_TIMEOUT_MILLIS = 10_000;

    /** One start of a Kafka broker, the recovery of its segments after a kill included. */
    static final long KAFKA_START_TIMEOUT_MILLIS = 120_000;

    /** A clean shutdown of a Kafka broker; past it, it is killed and recovers on its next start. */
    static final long KAFKA_STOP_TIMEOUT_MILLIS = 20_000;

    /** One try at finding out whether a Kafka broker answers; one that starts keeps the question waiting. */
    static final int KAFKA_PROBE_TIMEOUT_MILLIS = 250;

    /** Memory for the objects of a Kafka broker; its data is in files, which the system caches. */
    static final int KAFKA_HEAP_MEGABYTES = 256;

    /** From SIGKILL until the process is gone. */
    static final long KILL_TIMEOUT_MILLIS = 10_000;

    /** Unpacking the binaries, or waiting for another process that unpacks the same ones. */
    static final long UNPACK_TIMEOUT_MILLIS = 120_000;

    /** One try at finding out whether a store answers. */
    static final int PROBE_TIMEOUT_MILLIS = 2_000;

    /** Between two looks at something that has no way to call back. */
    static final long POLL_MILLIS = 20;

    /** Before the first restart of a store that died. */
    static final long FIRST_RESTART_DELAY_MILLIS = 100;

    /** Before any later restart: the delay doubles up to here, and the tries never end. */
    static final long MAX_RESTART_DELAY_MILLIS = 10_000;

    /** A store that ran this long before it died is restarted with the first delay again. */
    static final long STEADY_RUN_MILLIS = 10_000;

    /** Starts with another port, when the chosen one was taken between the look and the bind. */
    static final int PORT_ATTEMPTS = 3;

    /** Random ports looked at before giving up on finding a free one. */
    static final int FREE_PORT_PROBES = 200;

    /** A log larger than this is put aside (one older log is kept) when its store starts. */
    static final long LOG_MAX_BYTES = 8L << 20;

    /** The end of a store's log that goes into a failure's message. */
    static final int LOG_TAIL_LINES = 15;

    /** The part of the log that is read for it. */
    static final int LOG_TAIL_BYTES = 16 << 10;

    /** Characters of a generated password, of 62 kinds each: 190 bits. */
    static final int PASSWORD_LENGTH = 32;

    /** Connections MariaDB takes at once. */
    static final int MARIADB_MAX_CONNECTIONS = 100;

    /** Memory MariaDB caches pages in. */
    static final int MARIADB_BUFFER_POOL_MEGABYTES = 128;

    /** MariaDB's redo log: what a recovery has to read at most. */
    static final int MARIADB_REDO_LOG_MEGABYTES = 64;

    /** Connections Redis takes at once. */
    static final int REDIS_MAX_CLIENTS = 256;

    /**
     * Memory for Redis's data; writes past it are refused, nothing is evicted. A million small documents take
     * 430 MB, and a rebuild has three read models at once.
     */
    static final int REDIS_MAX_MEMORY_MEGABYTES = 4_096;

    /** Logical databases of Redis; the server uses number 0, tests use the others too. */
    static final int REDIS_DATABASES = 16;

    private StoreLimits() {}
}
