package io.ledger.redis;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.lettuce.core.RedisException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a read model in Redis, and keeps the documents that are read most in this server's memory (the near cache).
 *
 * <p>Redis reports each change of such a document on a {@link TrackedConnection}. A read that names a position gets a
 * document from memory only if it is complete to that position. A read that names none gets nothing older than
 * {@code NEAR_STALENESS}, even if the connection hangs. While there is no such connection, every read asks Redis.
 *
 * @param <V> documents
 */
public final class NearDocuments<V extends Document> implements DocumentReader<V>, AutoCloseable, MeterBinder {

    private static final Logger LOG = LoggerFactory.getLogger(NearDocuments.class);

    /** Makes a connection on which Redis reports changes. */
    interface Connector<V extends Document> {

        /**
         * Connects.
         *
         * @throws RedisException when it cannot be made, or Redis does not report changes
         * @throws StoreUnavailableException likewise
         */
        TrackedConnection<V> connect();
    }

    private final RedisDocumentReader<V> redis;
    private final Connector<V> connector;
    private final String name;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread keeper;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    private volatile @Nullable TrackedConnection<V> tracked;

    /** @param name what the documents are called together, in the log and in the names of metrics */
    NearDocuments(String name, RedisDocumentReader<V> redis, Connector<V> connector) {
        this.name = name;
        this.redis = redis;
        this.connector = connector;
        this.keeper = Thread.ofVirtual().name("near-" + name + "-keeper").unstarted(this::keep);
    }

    /** Begins to cache documents. */
    public void start() {
        keeper.start();
    }

    /** Whether documents are currently read from memory. */
    public boolean isOn() {
        var connection = tracked;
        return connection != null && !connection.isLost();
    }

    /** Whether a document is currently in memory. */
    boolean caches(StreamId id) {
        var connection = tracked;
        return connection != null && connection.caches(id);
    }

    /** Ensures that there is a connection and that it answers. */
    private void keep() {
        try {
            do {
                var connection = tracked;
                if (connection != null && !connection.isLost()) {
                    connection.probe();
                } else {
                    connect();
                }
            } while (!closed.await(RedisLimits.NEAR_PROBE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void connect() {
        giveUp();
        try {
            tracked = connector.connect();
            LOG.atInfo().log("{} are read from memory", name);
        } catch (RedisException | StoreUnavailableException failure) {
            LOG.atDebug().setCause(failure).log("redis does not tell of changes");
        }
    }

    private void giveUp() {
        var connection = tracked;
        if (connection != null) {
            tracked = null;
            connection.close();
            LOG.atInfo().log("{} are read from redis each time", name);
        }
    }

    /** Forgets all documents in memory; they are read from Redis again. */
    public void forgetAll() {
        var connection = tracked;
        if (connection != null) {
            connection.forgetAll();
        }
    }

    @Override
    public Complete<Optional<V>> find(StreamId id) {
        return redis.find(id);
    }

    @Override
    public Complete<Optional<V>> find(StreamId id, GlobalPosition atLeast) {
        var connection = tracked;
        if (connection == null || connection.isLost()) {
            return redis.find(id);
        }
        var cached = connection.cached(id, atLeast);
        if (cached.isPresent()) {
            hits.increment();
            return cached.get();
        }
        misses.increment();
        return connection.read(id).orElseGet(() -> redis.find(id));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        reads("hit", hits, registry);
        reads("miss", misses, registry);
        Gauge.builder("ledger.near.on", this, near -> near.isOn() ? 1 : 0)
                .tag("cache", "near_" + name)
                .description("Whether documents are read from memory at present")
                .register(registry);
    }

    private void reads(String result, LongAdder counter, MeterRegistry registry) {
        // The name and the labels that Micrometer uses for the reads of every cache.
        FunctionCounter.builder("cache.gets", counter, LongAdder::doubleValue)
                .tag("cache", "near_" + name)
                .tag("result", result)
                .register(registry);
    }

    @Override
    public Page<V> page(GlobalPosition createdAfter, int limit) {
        return redis.page(createdAfter, limit);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            keeper.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        giveUp();
    }
}
