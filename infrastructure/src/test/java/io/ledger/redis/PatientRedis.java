package io.ledger.redis;

import java.time.Duration;

/** Connections to a Redis that may take its time: what a test reads is not to fail where the machine stands still. */
public final class PatientRedis {

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    private PatientRedis() {}

    /** The same as {@link Redis#at(String)}, but for the limit of its queries. */
    public static Redis at(String url) {
        return at(RedisAddress.of(url));
    }

    /** The same as {@link Redis#at(RedisAddress)}, but for the limit of its queries. */
    public static Redis at(RedisAddress address) {
        return new Redis(address, READ_TIMEOUT);
    }
}
