package io.ledger.mariadb;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Connections to the one of several hosts that takes changes.
 *
 * <p>It stays with the host that took changes last, for as long as that one answers and takes them. Otherwise it goes
 * through the others, from there on and in order, to the first that takes changes. A host that takes none is never used,
 * with one exception: the one that took changes last. It has everything that was read there, so reads may go on until
 * another one is promoted. A replica that was not promoted may be behind; to read it would look like a log that lost its
 * end.
 *
 * <p>It does not know which of two hosts that both take changes is the right one. So a server that was a primary has to come
 * back read-only.
 */
final class FailoverDataSource implements DataSource {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(FailoverDataSource.class);

    private static final String IS_READ_ONLY = "SELECT @@read_only, @@innodb_read_only";

    private static final Set<String> OFF = Set.of("0", "OFF");

    private final Driver driver = new org.mariadb.jdbc.Driver();
    private final List<String> urls;
    private final Properties properties;
    private final Runnable moved;

    /** The place of the host that took changes last. */
    private volatile int present;

    /** @param moved runs when another host takes the changes, before the first connection to it is given out */
    FailoverDataSource(DatabaseHosts hosts, Properties properties, Runnable moved) {
        this.urls = hosts.urls();
        this.properties = properties;
        this.moved = moved;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var first = present;
        Connection demoted = null;
        SQLException failure = null;
        for (var i = 0; i < urls.size(); i++) {
            var place = (first + i) % urls.size();
            try {
                var connection = connect(place);
                if (!isReadOnly(connection)) {
                    close(demoted);
                    moveTo(place);
                    return connection;
                }
                if (i == 0) {
                    demoted = connection;
                } else {
                    connection.close();
                }
            } catch (SQLException unreachable) {
                if (failure == null) {
                    failure = unreachable;
                } else {
                    failure.addSuppressed(unreachable);
                }
            }
        }
        if (demoted != null && first == present) {
            return demoted;
        }
        if (demoted != null) {
            // Meanwhile somebody else has found where the changes go.
            demoted.close();
            return getConnection();
        }
        throw failure != null && failure.getSuppressed().length == urls.size() - 1
                ? failure
                : new SQLNonTransientConnectionException(
                        "none of the %d hosts in DATABASE_URL takes changes; promote one of them"
                                .formatted(urls.size()),
                        "08001",
                        failure);
    }

    private Connection connect(int place) throws SQLException {
        var connection = driver.connect(urls.get(place), properties);
        if (connection == null) {
            throw new SQLNonTransientConnectionException("The driver of MariaDB does not know this URL");
        }
        return connection;
    }

    /** Whether a server takes no changes; a connection that cannot be asked is closed. */
    private static boolean isReadOnly(Connection connection) throws SQLException {
        try (var select = connection.createStatement();
                var row = select.executeQuery(IS_READ_ONLY)) {
            row.next();
            return !OFF.contains(row.getString(1)) || !OFF.contains(row.getString(2));
        } catch (SQLException failure) {
            close(connection);
            throw failure;
        }
    }

    private void moveTo(int place) {
        if (place != present) {
            present = place;
            moved.run();
            LOG.atWarn().addKeyValue("host", place + 1).log("another host of DATABASE_URL takes the changes now");
        }
    }

    private static void close(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException failure) {
            LOG.atDebug().setCause(failure).log("a connection was lost before it was closed");
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("The user is that of the data source");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // It logs by other means.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The time to connect is among the properties.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("It does not log by java.util.logging");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (isWrapperFor(type)) {
            return type.cast(this);
        }
        throw new SQLException("It is no wrapper for " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
