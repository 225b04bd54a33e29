package io.circleledger.infrastructure.redis;

import io.ledger.core.StoreUnavailableException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a database of Redis, shared by any number of threads, made when it is first
 * needed.
 *
 * <p>Once made it reconnects by itself, and it is made anew after a call that got no answer. While it is down, calls fail at once instead of waiting in a
 * queue for a server that may be gone for long.
 */
final class RedisLink implements AutoCloseable {

    private final RedisClient client;
    private final RedisURI uri;
    private final Duration timeout;
    private final ReentrantLock connecting = new ReentrantLock();

    private volatile @Nullable StatefulRedisConnection<String, String> connection;
    private @Nullable RedisConnectionException lastFailure;
    private long nextAttemptNanos = System.nanoTime();

    RedisLink(RedisClient client, RedisURI uri, Duration timeout) {
        this.client = client;
        this.uri = uri;
        this.timeout = timeout;
    }

    /**
     * Runs commands.
     *
     * @throws StoreUnavailableException when Redis does not answer
     */
    <T> T call(Function<RedisCommands<String, String>, T> commands) {
        return pipelined(connection -> commands.apply(connection.sync()));
    }

    /**
     * Runs commands that need not wait for each other's answers.
     *
     * @throws StoreUnavailableException when Redis does not answer
     */
    <T> T pipelined(Function<StatefulRedisConnection<String, String>, T> commands) {
        try {
            var used = connection();
            try {
                return commands.apply(used);
            } catch (RedisCommandTimeoutException silence) {
                discard(used);
                throw silence;
            }
        } catch (RedisException failure) {
            throw StoreUnavailableException.of(Redis.STORE, failure);
        }
    }

    /** Gives up a silent connection: its other end may be gone without a word, and Redis well. */
    private void discard(StatefulRedisConnection<String, String> silent) {
        connecting.lock();
        try {
            if (silent.equals(connection)) {
                connection = null;
            }
        } finally {
            connecting.unlock();
        }
        var _ = silent.closeAsync();
    }

    private StatefulRedisConnection<String, String> connection() {
        var made = connection;
        if (made != null) {
            return made;
        }
        connecting.lock();
        try {
            var meanwhile = connection;
            return meanwhile != null ? meanwhile : connect();
        } finally {
            connecting.unlock();
        }
    }

    private StatefulRedisConnection<String, String> connect() {
        var failed = lastFailure;
        if (failed != null && System.nanoTime() - nextAttemptNanos < 0) {
            throw failed;
        }
        try {
            var made = client.connect(uri);
            made.setTimeout(timeout);
            connection = made;
            return made;
        } catch (RedisConnectionException failure) {
            lastFailure = failure;
            nextAttemptNanos = System.nanoTime() + RedisLimits.CONNECT_PAUSE.toNanos();
            throw failure;
        }
    }

    @Override
    public void close() {
        var made = connection;
        if (made != null) {
            made.close();
        }
    }
}
