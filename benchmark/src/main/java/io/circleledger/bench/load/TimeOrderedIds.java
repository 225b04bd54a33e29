package io.circleledger.bench.load;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids shaped as UUIDs of version 7, each greater than the one before: what the server's own ids are
 * to the database's indexes.
 */
public final class TimeOrderedIds {

    /** Ids a millisecond; the rest of an id only looks random. */
    private static final int PER_MILLISECOND = 64;

    private final long firstMillis;
    private final AtomicLong given = new AtomicLong();

    public TimeOrderedIds(long firstMillis) {
        this.firstMillis = firstMillis;
    }

    public String next() {
        return at(given.getAndIncrement());
    }

    /** The {@code n}-th id, from 0. */
    public String at(long n) {
        var millis = firstMillis + n / PER_MILLISECOND;
        var within = n % PER_MILLISECOND;
        // Mixed as by SplitMix64.
        var mixed = (n + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed ^= mixed >>> 27;
        return new UUID(millis << 16 | 0x7000 | within << 4, mixed >>> 2 | 0x8000_0000_0000_0000L).toString();
    }
}
