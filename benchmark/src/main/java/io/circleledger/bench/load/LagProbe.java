package io.circleledger.bench.load;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long the read model takes to show a circle after its creation was answered.
 *
 * <p>Every few milliseconds one created circle is sampled. A thread of its own asks Redis for all
 * that are not there yet, again and again, so a slow projection delays no sample.
 */
final class LagProbe implements AutoCloseable {

    private static final byte[] CIRCLE_ID = RequestText.bytes("\"circle_id\":\"");
    private static final int ID_BYTES = 36;

    /** A circle that is waited for. */
    private record Sample(String key, long answeredNanos) {}

    private final ConcurrentLinkedQueue<Sample> fresh = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final Histogram lag = LoadResult.histogram();
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final Thread observer;
    private final long everyNanos;
    private long nextNanos;
    private volatile boolean ending;
    private volatile String failure = "";

    private LagProbe(RedisClient client, long everyNanos) {
        this.client = client;
        this.connection = client.connect();
        this.everyNanos = everyNanos;
        this.observer = new Thread(this::observe, "lag");
    }

    /** Starts once there is an answer from Redis: until then all that is created would be waited for. */
    static LagProbe start(String redisUrl, long everyMillis) {
        var probe = new LagProbe(RedisClient.create(redisUrl), everyMillis * 1_000_000);
        probe.connection.sync().mget("circle:none");
        probe.observer.setDaemon(true);
        probe.observer.start();
        return probe;
    }

    /** Is shown every answer to a creation, and takes some. */
    void created(byte[] bytes, int from, int to, long nowNanos) {
        if (nowNanos < nextNanos || pending.get() >= LoadLimits.LAG_PENDING) {
            return;
        }
        nextNanos = nowNanos + everyNanos;
        var id = id(bytes, from, to);
        pending.incrementAndGet();
        fresh.add(new Sample("circle:" + id, nowNanos));
    }

    private static String id(byte[] bytes, int from, int to) {
        var body = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        var at = body.indexOf(new String(CIRCLE_ID, StandardCharsets.US_ASCII));
        if (at < 0) {
            throw new LoadFailure("a creation was answered without a circle_id: " + body);
        }
        return body.substring(at + CIRCLE_ID.length, at + CIRCLE_ID.length + ID_BYTES);
    }

    private void observe() {
        try {
            var redis = connection.sync();
            var waiting = new ArrayList<Sample>();
            while (!ending || !waiting.isEmpty() || !fresh.isEmpty()) {
                for (var sample = fresh.poll(); sample != null; sample = fresh.poll()) {
                    waiting.add(sample);
                }
                if (!waiting.isEmpty()) {
                    look(redis, waiting);
                }
                LockSupport.parkNanos(LoadLimits.LAG_LOOK_NANOS);
            }
        } catch (RuntimeException broken) {
            failure = broken.toString();
        }
    }

    private void look(RedisCommands<String, String> redis, List<Sample> waiting) {
        var documents = redis.mget(waiting.stream().map(Sample::key).toArray(String[]::new));
        var now = System.nanoTime();
        var still = new ArrayList<Sample>();
        for (var i = 0; i < waiting.size(); i++) {
            var sample = waiting.get(i);
            var age = now - sample.answeredNanos();
            if (documents.get(i).hasValue()) {
                lag.recordValue(Math.max(1, age));
                pending.decrementAndGet();
            } else if (age > LoadLimits.LAG_NANOS) {
                throw new LoadFailure(sample.key() + " is not in the read model a minute after its creation");
            } else {
                still.add(sample);
            }
        }
        waiting.clear();
        waiting.addAll(still);
    }

    /** Waits for what is still expected, and gives all samples. */
    Histogram finish() throws InterruptedException {
        ending = true;
        observer.join(2 * LoadLimits.LAG_NANOS / 1_000_000);
        if (observer.isAlive() || !failure.isEmpty()) {
            throw new LoadFailure("the lag could not be measured: " + (failure.isEmpty() ? "no end" : failure));
        }
        return lag;
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}
