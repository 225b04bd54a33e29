package io.ledger.redis;

import io.ledger.core.StoreUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
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

    /** @param epoch in which it was made */
    private record Made(RedisConnection connection, long epoch) {}

    private volatile @Nullable Made made;
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
                return commands.apply(used.connection());
            } catch (RedisCommandTimeoutException silence) {
                discard(used);
                throw silence;
            } catch (RedisCommandExecutionException refusal) {
                if (isReadOnly(refusal)) {
                    // A failover has made it a replica, and the next connection may lead to the primary.
                    server.renew();
                }
                throw refusal;
            }
        } catch (RedisException failure) {
            throw StoreUnavailableException.of(Redis.STORE, failure);
        }
    }

    /** Before Redis 7 a script's failure has the reason within its text. */
    private static boolean isReadOnly(RedisCommandExecutionException refusal) {
        return String.valueOf(refusal.getMessage()).contains("READONLY ");
    }

    /** Gives up a connection: its other end may be gone without a word, and Redis well. */
    private void discard(Made useless) {
        connecting.lock();
        try {
            if (useless.equals(made)) {
                made = null;
            }
        } finally {
            connecting.unlock();
        }
        var _ = useless.connection().raw().closeAsync();
    }

    private Made connection() {
        var present = made;
        if (present != null && present.epoch() != server.epoch()) {
            discard(present);
            present = null;
        }
        if (present != null) {
            return present;
        }
        connecting.lock();
        try {
            var meanwhile = made;
            return meanwhile != null ? meanwhile : connect();
        } finally {
            connecting.unlock();
        }
    }

    private Made connect() {
        var failed = lastFailure;
        if (failed != null && System.nanoTime() - nextAttemptNanos < 0) {
            throw failed;
        }
        try {
            var epoch = server.epoch();
            var connected = new Made(server.connect(timeout), epoch);
            made = connected;
            return connected;
        } catch (RedisException failure) {
            lastFailure = failure;
            nextAttemptNanos = System.nanoTime() + RedisLimits.CONNECT_PAUSE.toNanos();
            throw failure;
        }
    }

    @Override
    public void close() {
        var present = made;
        if (present != null) {
            present.connection().raw().close();
        }
    }
}
