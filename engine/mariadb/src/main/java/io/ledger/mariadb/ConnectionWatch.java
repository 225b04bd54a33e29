package io.ledger.mariadb;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.ledger.core.StoreUnavailableException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Throws away the pool's connections when they are of no use any more: to a database that has become read-only, or with
 * statements prepared for tables that are gone.
 *
 * <p>A failover makes the old primary read-only and has its name lead to another one, but connections that are open stay
 * where they are, for as long as the pool keeps them. So they are thrown away as soon as one of them
 * tells of it, and the next ones are made by name.
 *
 * <p>A restored backup makes the tables anew. MariaDB then prepares an old statement again by itself, but not a compound one:
 * that is a syntax error for as long as its connection lives. The statements of this program have no others.
 */
final class ConnectionWatch implements SQLExceptionOverride {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);

    /** What a server says that runs with --read-only, and MySQL with --innodb-read-only or --super-read-only. */
    private static final List<Integer> READ_ONLY = List.of(1290, 1836, 1874);

    /** A syntax error, and that a statement must be prepared again. */
    private static final List<Integer> PREPARED_FOR_OTHER_TABLES = List.of(1064, 1615);

    private volatile @Nullable HikariDataSource pool;

    /** When connections were last thrown away, by {@link System#nanoTime()}. */
    private final AtomicLong evictedAt = new AtomicLong(System.nanoTime() - MariaDbLimits.EVICTION_PERIOD.toNanos());

    void watch(HikariDataSource pool) {
        this.pool = pool;
    }

    /** Called by the pool for each failure of a statement. */
    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        if (isReadOnly(failure)) {
            evict();
        }
        var connections = pool;
        if (connections != null && isPreparedForOtherTables(failure)) {
            connections.getHikariPoolMXBean().softEvictConnections();
        }
        return Override.CONTINUE_EVICT;
    }

    /** Has every connection replaced, those in use when they come back; not again right after. */
    void evict() {
        var now = System.nanoTime();
        var last = evictedAt.get();
        var connections = pool;
        if (connections != null
                && now - last >= MariaDbLimits.EVICTION_PERIOD.toNanos()
                && evictedAt.compareAndSet(last, now)) {
            LOG.atWarn()
                    .log("the database is read-only; its connections are replaced, in case another one took its place");
            connections.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** Has every connection replaced, since another host takes the changes: what is read at the old one would be old. */
    void moved() {
        var connections = pool;
        if (connections != null) {
            connections.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** Whether the same statement succeeds on another connection. */
    static boolean isPreparedForOtherTables(SQLException failure) {
        return PREPARED_FOR_OTHER_TABLES.contains(failure.getErrorCode());
    }

    static boolean isReadOnly(SQLException failure) {
        return READ_ONLY.contains(failure.getErrorCode())
                && (failure.getErrorCode() != 1290
                        || String.valueOf(failure.getMessage()).contains("read-only")
                        || String.valueOf(failure.getMessage()).contains("read_only"));
    }

    /** What a failure comes to that left everything unchanged. */
    static StoreUnavailableException unavailable(SQLException failure) {
        return isReadOnly(failure)
                ? StoreUnavailableException.readOnly(MariaDb.STORE, failure)
                : StoreUnavailableException.of(MariaDb.STORE, failure);
    }
}
