package io.ledger.mariadb.identity;

import io.ledger.core.identity.IdentityEpoch;
import io.ledger.mariadb.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The epoch in the one row of the table {@code identity_epoch}, which is made when it is first asked for. */
public final class MariaDbIdentityEpoch implements IdentityEpoch {

    private static final String SELECT = "SELECT epoch, shared_secret FROM identity_epoch WHERE id = 1";

    private final Database database;

    public MariaDbIdentityEpoch(Database database) {
        this.database = database;
    }

    @FunctionalInterface
    private interface Column<T> {

        T of(ResultSet row) throws SQLException;
    }

    @Override
    public long current() {
        return read(row -> row.getLong(1));
    }

    @Override
    public byte[] sharedSecret() {
        return read(row -> row.getBytes(2));
    }

    private <T> T read(Column<T> column) {
        return database.ask(connection -> {
            var found = find(connection, column);
            if (found.isPresent()) {
                return found.get();
            }
            IdentityTransactions.begin(connection);
            return find(connection, column)
                    .orElseThrow(() -> new SQLException("identity_epoch has no row, and takes none"));
        });
    }

    private static <T> Optional<T> find(Connection connection, Column<T> column) throws SQLException {
        try (var select = connection.prepareStatement(SELECT);
                var row = select.executeQuery()) {
            return row.next() ? Optional.of(column.of(row)) : Optional.empty();
        }
    }
}
