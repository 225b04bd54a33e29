package io.ledger.mariadb;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ledger.core.StoreUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** The connections to MariaDB or MySQL, and the tables there. */
public final class MariaDb implements AutoCloseable, MeterBinder {

    /** How this store is called wherever somebody is told about it. */
    public static final String STORE = "database";

    /** Whether it takes changes, and where the log ends. In later versions of MariaDB read_only is a word. */
    private static final String CONDITION =
            "SELECT @@read_only, @@innodb_read_only, (SELECT COUNT(*) FROM log_head WHERE id = 1 AND position <="
                    + " (SELECT COALESCE(MAX(position), 0) FROM {events}))";

    private static final Set<String> OFF = Set.of("0", "OFF");

    private static final String PEOPLE_WITHOUT_YEARS = "SELECT 1 FROM information_schema.tables t"
            + " WHERE t.table_schema = DATABASE() AND t.table_name = 'persons' AND NOT EXISTS (SELECT 1"
            + " FROM information_schema.columns c WHERE c.table_schema = t.table_schema"
            + " AND c.table_name = t.table_name AND c.column_name = 'raised_for')";

    private final HikariDataSource pool;
    private final Database database;
    private final ConnectionWatch readOnly;

    private final Optional<PrimaryWatch> primaryWatch;

    private MariaDb(HikariDataSource pool, TableNames names, ConnectionWatch readOnly, boolean hasSeveralHosts) {
        this.pool = pool;
        this.database = new Database(pool, names);
        this.readOnly = readOnly;
        this.primaryWatch = hasSeveralHosts ? Optional.of(new PrimaryWatch(this::evictIfReadOnly)) : Optional.empty();
    }

    private void evictIfReadOnly() {
        var _ = condition();
    }

    /** What a database that answers can do. */
    public enum Condition {
        /** It takes changes. */
        WRITABLE,
        /** It takes none, as a replica, or a primary that another one replaces. */
        READ_ONLY,
        /** Nothing can be appended, because the row that says where the log ends is missing, or says too much. */
        WITHOUT_HEAD
    }

    /**
     * Prepares connections without making one: the first is made when it is needed.
     *
     * @param url starts with {@code jdbc:mariadb://}, and may name several hosts (see {@link DatabaseHosts})
     */
    public static MariaDb at(String url, String user, String password, TableNames names) {
        var config = new HikariConfig();
        config.setPoolName(STORE);
        var hosts = DatabaseHosts.parse(url).filter(several -> several.urls().size() > 1);
        if (hosts.isEmpty()) {
            config.setJdbcUrl(url);
            config.setUsername(user);
            config.setPassword(password);
        }
        config.setMaximumPoolSize(MariaDbLimits.POOL_SIZE);
        config.setConnectionTimeout(MariaDbLimits.POOL_WAIT_MILLIS);
        config.setValidationTimeout(MariaDbLimits.CONNECT_TIMEOUT_MILLIS);
        config.setInitializationFailTimeout(-1);
        // Every read is a transaction of its own and sees what is committed now. The unique keys
        // and the locked row of log_head decide between writers, never a plain read.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        var readOnly = new ConnectionWatch();
        var properties = driverProperties();
        if (hosts.isPresent()) {
            properties.setProperty("user", user);
            properties.setProperty("password", password);
            config.setDataSource(new FailoverDataSource(hosts.get(), properties, readOnly::moved));
        } else {
            config.setDataSourceProperties(properties);
        }
        // A refused append holds log_head until it is told to roll back. Should this server vanish
        // just then, MariaDB does not wait for it. To MySQL, which has no such setting, the second
        // assignment is a comment.
        config.setConnectionInitSql("SET SESSION innodb_lock_wait_timeout=" + MariaDbLimits.LOCK_WAIT_SECONDS
                + " /*M!100300 , idle_write_transaction_timeout=" + MariaDbLimits.IDLE_TRANSACTION_SECONDS + " */");
        config.setExceptionOverride(readOnly);
        var pool = new HikariDataSource(config);
        readOnly.watch(pool);
        return new MariaDb(pool, names, readOnly, hosts.isPresent());
    }

    private static Properties driverProperties() {
        var properties = new Properties();
        properties.setProperty("connectTimeout", String.valueOf(MariaDbLimits.CONNECT_TIMEOUT_MILLIS));
        properties.setProperty("socketTimeout", String.valueOf(MariaDbLimits.SOCKET_TIMEOUT_MILLIS));
        // An append is several statements in one round trip.
        properties.setProperty("allowMultiQueries", "true");
        properties.setProperty("tcpKeepAlive", "true");
        // What is asked again and again is read and planned once.
        properties.setProperty("useServerPrepStmts", "true");
        properties.setProperty("prepStmtCacheSize", String.valueOf(MariaDbLimits.PREPARED_STATEMENTS));
        return properties;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        pool.setMetricRegistry(registry);
    }

    /**
     * Has every connection replaced, those in use when they come back: what they have prepared may be for tables that a
     * restore has dropped and made anew.
     */
    public void renewConnections() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    /** The number of the last migration that this version knows. */
    public static int newestSchema() {
        return Migrations.newest();
    }

    /** Where the log is read and written. */
    public Database database() {
        return database;
    }

    /**
     * Brings the tables to the shape this server works with.
     *
     * @throws StoreUnavailableException when the database does not answer
     */
    public void migrate() {
        var flyway = Flyway.configure()
                .dataSource(pool)
                .resourceProvider(new Migrations(database.names()))
                .load();
        try {
            if (hasPeopleWithoutYears()) {
                flyway.repair();
            }
            flyway.migrate();
        } catch (FlywayException failure) {
            throw new IllegalStateException(
                    "The tables could not be brought up to date: " + failure.getMessage(), failure);
        }
    }

    /** Whether the migration that makes the table of people was run as it was at first; another one adds what it lacks. */
    private boolean hasPeopleWithoutYears() {
        try (var connection = pool.getConnection();
                var select = connection.prepareStatement(PEOPLE_WITHOUT_YEARS);
                var row = select.executeQuery()) {
            return row.next();
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(STORE, failure);
        }
    }

    /**
     * Asks the database for a sign of life.
     *
     * @throws StoreUnavailableException when there is none
     */
    public void ping() {
        try (var connection = pool.getConnection();
                var select = connection.prepareStatement("SELECT 1");
                var rows = select.executeQuery()) {
            rows.next();
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(STORE, failure);
        }
    }

    /**
     * Asks the database what it can do. One that is read-only loses its connections, since the next ones
     * may lead to another one.
     *
     * @throws StoreUnavailableException when it does not answer
     */
    public Condition condition() {
        try (var connection = pool.getConnection();
                var select = database.prepare(connection, CONDITION);
                var row = select.executeQuery()) {
            row.next();
            if (!OFF.contains(row.getString(1)) || !OFF.contains(row.getString(2))) {
                readOnly.evict();
                return Condition.READ_ONLY;
            }
            return row.getInt(3) == 1 ? Condition.WRITABLE : Condition.WITHOUT_HEAD;
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(STORE, failure);
        }
    }

    /**
     * Why the database cannot be used.
     *
     * @param isFinal whether it answered and refused, so that waiting would not help
     */
    public record ConnectionFault(String text, boolean isFinal) {}

    /** Looks for the reason below what the pool says about it. */
    public static ConnectionFault reason(StoreUnavailableException failure) {
        var text = String.valueOf(failure.getMessage());
        var isFinal = false;
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            text = String.valueOf(cause.getMessage());
            isFinal |= cause instanceof SQLException refused && isRefusal(refused.getSQLState());
        }
        return new ConnectionFault(text, isFinal);
    }

    /** Classes 28 and 42 of the SQL standard: wrong password, no such database, no right to it. */
    private static boolean isRefusal(@Nullable String sqlState) {
        return sqlState != null && (sqlState.startsWith("28") || sqlState.startsWith("42"));
    }

    @Override
    public void close() {
        primaryWatch.ifPresent(PrimaryWatch::close);
        pool.close();
    }
}
