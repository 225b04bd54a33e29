package io.ledger.mariadb.identity;

import io.ledger.core.StoreUnavailableException;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.MariaDb;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.function.Predicate;

/**
 * Transactions that change what somebody may do.
 *
 * <p>Each raises the epoch first. The lock of that row lets one of them through at a time, so they need no other order.
 */
final class IdentityTransactions {

    /** How often a change is tried that the database has rolled back. */
    private static final int ATTEMPTS = 3;

    private static final int SECRET_BYTES = 32;

    private static final String RAISE = "UPDATE identity_epoch SET epoch = epoch + 1 WHERE id = 1";

    private static final String BEGIN = "INSERT IGNORE INTO identity_epoch (id, epoch, shared_secret) VALUES (1, 0, ?)";

    private IdentityTransactions() {}

    /**
     * Makes a change.
     *
     * @param isChange whether what it came to is one; else everything is rolled back
     * @throws StoreUnavailableException when the database does not answer
     */
    static <T> T change(Database database, Database.Question<T> change, Predicate<T> isChange) {
        for (var attempt = 1; ; attempt++) {
            try (var connection = database.dataSource().getConnection()) {
                return change(connection, change, isChange);
            } catch (SQLTransactionRollbackException rolledBack) {
                if (attempt == ATTEMPTS) {
                    throw StoreUnavailableException.of(MariaDb.STORE, rolledBack);
                }
            } catch (SQLException failure) {
                throw StoreUnavailableException.of(MariaDb.STORE, failure);
            }
        }
    }

    private static <T> T change(Connection connection, Database.Question<T> change, Predicate<T> isChange)
            throws SQLException {
        connection.setAutoCommit(false);
        var isCommitted = false;
        try {
            raise(connection);
            var result = change.ask(connection);
            if (isChange.test(result)) {
                connection.commit();
                isCommitted = true;
            }
            return result;
        } finally {
            if (!isCommitted) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    private static void raise(Connection connection) throws SQLException {
        try (var update = connection.prepareStatement(RAISE)) {
            if (update.executeUpdate() == 1) {
                return;
            }
        }
        begin(connection);
        try (var update = connection.prepareStatement(RAISE)) {
            update.executeUpdate();
        }
    }

    /** Makes the row of the epoch where there is none. */
    static void begin(Connection connection) throws SQLException {
        var secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        try (var insert = connection.prepareStatement(BEGIN)) {
            insert.setBytes(1, secret);
            insert.executeUpdate();
        }
    }
}
