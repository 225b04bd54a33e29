package io.circleledger.infrastructure.redis;

import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.Complete;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.StreamId;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The read model in Redis as queries see it, with the circles that are asked for most in this
 * server's own memory.
 *
 * <p>Redis tells of each of them that changes, on a {@link TrackedConnection}. A reader who names a
 * position gets nothing from memory that is not complete to it. A reader who names none gets nothing
 * that is older than {@code NEAR_STALENESS}, even when that connection hangs. While there is no such
 * connection, every read asks Redis.
 */
public final class NearCircleViews implements DocumentReader<CircleView>, AutoCloseable, MeterBinder {

    private static final Logger LOG = LoggerFactory.getLogger(NearCircleViews.class);

    private final RedisCircleViews redis;
    private final Supplier<StatefulRedisConnection<String, String>> connector;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread keeper;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    private volatile @Nullable TrackedConnection tracked;

    NearCircleViews(RedisCircleViews redis, Supplier<StatefulRedisConnection<String, String>> connector) {
        this.redis = redis;
        this.connector = connector;
        this.keeper = Thread.ofVirtual().name("near-circles-keeper").unstarted(this::keep);
    }

    /** Begins to remember circles. */
    public void start() {
        keeper.start();
    }

    /** Whether circles are read from memory at present. */
    public boolean isOn() {
        var connection = tracked;
        return connection != null && !connection.isLost();
    }

    /** Whether a circle is in memory at present. */
    boolean remembers(StreamId id) {
        var connection = tracked;
        return connection != null && connection.remembers(id);
    }

    /** Sees to it that there is a connection and that it answers. */
    private void keep() {
        try {
            do {
                var connection = tracked;
                if (connection != null && !connection.isLost()) {
                    connection.askSoon();
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
            tracked = new TrackedConnection(connector.get());
            LOG.atInfo().log("circles are read from memory");
        } catch (RedisException failure) {
            LOG.atDebug().setCause(failure).log("redis does not tell of changes");
        }
    }

    private void giveUp() {
        var connection = tracked;
        if (connection != null) {
            tracked = null;
            connection.close();
            LOG.atInfo().log("circles are read from redis each time");
        }
    }

    /** Forgets all circles in memory; they are read from Redis again. */
    public void forgetAll() {
        var connection = tracked;
        if (connection != null) {
            connection.forgetAll();
        }
    }

    @Override
    public Complete<Optional<CircleView>> find(StreamId id) {
        return redis.find(id);
    }

    @Override
    public Complete<Optional<CircleView>> find(StreamId id, GlobalPosition atLeast) {
        var connection = tracked;
        if (connection == null || connection.isLost()) {
            return redis.find(id);
        }
        var remembered = connection.remembered(id, atLeast);
        if (remembered.isPresent()) {
            hits.increment();
            return remembered.get();
        }
        misses.increment();
        return connection.ask(id).orElseGet(() -> redis.find(id));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        reads("hit", hits, registry);
        reads("miss", misses, registry);
        Gauge.builder("ledger.near.on", this, near -> near.isOn() ? 1 : 0)
                .description("Whether circles are read from memory at present")
                .register(registry);
    }

    private static void reads(String result, LongAdder counter, MeterRegistry registry) {
        // The name and the labels that Micrometer gives the reads of any cache.
        FunctionCounter.builder("cache.gets", counter, LongAdder::doubleValue)
                .tag("cache", "near_circles")
                .tag("result", result)
                .register(registry);
    }

    @Override
    public Page<CircleView> page(GlobalPosition createdAfter, int limit) {
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
