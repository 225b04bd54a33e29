package io.ledger.redis;

import io.ledger.core.StoreUnavailableException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis, shared by any number of threads, made when it is first needed.
 *
 * <p>Once made it reconnects by itself, and it is made anew after a call that got no answer. While it is down, calls fail
 * at once instead of waiting in a queue for a server that may be gone for long.
 */
final class RedisLink implements AutoCloseable {

    private final RedisServer server;
    private final Duration timeout;
    private final ReentrantLock connecting = new ReentrantLock();

    private volatile @Nullable RedisConnection connection;
    private @Nullable RedisException lastFailure;
    private long nextAttemptNanos = System.nanoTime();

    RedisLink(RedisServer server, Duration timeout) {
        this.server = server;
        this.timeout = timeout;
    }

    /**
     * Runs commands.
     *
     * @throws StoreUnavailableException when Redis does not answer
     */
    <T> T call(Function<RedisConnection, T> commands) {
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
    private void discard(RedisConnection silent) {
        connecting.lock();
        try {
            if (silent.equals(connection)) {
                connection = null;
            }
        } finally {
            connecting.unlock();
        }
        var _ = silent.raw().closeAsync();
    }

    private RedisConnection connection() {
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

    private RedisConnection connect() {
        var failed = lastFailure;
        if (failed != null && System.nanoTime() - nextAttemptNanos < 0) {
            throw failed;
        }
        try {
            var made = server.connect(timeout);
            connection = made;
            return made;
        } catch (RedisException failure) {
            lastFailure = failure;
            nextAttemptNanos = System.nanoTime() + RedisLimits.CONNECT_PAUSE.toNanos();
            throw failure;
        }
    }

    @Override
    public void close() {
        var made = connection;
        if (made != null) {
            made.raw().close();
        }
    }
}
