package io.ledger.mariadb.identity;

import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountKey;
import io.ledger.core.identity.SignInLinks;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.Parameters;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Links in the table {@code sign_in_links}. */
public final class MariaDbSignInLinks implements SignInLinks {

    private static final String ISSUE = "INSERT INTO sign_in_links (account_id, secret_hash, created_at, expires_at)"
            + " VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE secret_hash = VALUES(secret_hash),"
            + " created_at = VALUES(created_at), expires_at = VALUES(expires_at)";

    private static final String ACCOUNT = "SELECT " + AccountRow.COLUMNS
            + " FROM sign_in_links l JOIN accounts a ON a.id = l.account_id"
            + " WHERE l.secret_hash = ? AND l.expires_at > ? AND a.state = 'active'";

    private static final String TAKE =
            "DELETE FROM sign_in_links WHERE secret_hash = ? AND account_id = ?" + " AND expires_at > ?";

    private final Database database;

    public MariaDbSignInLinks(Database database) {
        this.database = database;
    }

    @Override
    public void issue(String accountId, byte[] secretHash, Instant now, Instant expiresAt) {
        database.ask(ISSUE, insert -> {
            new Parameters(insert).add(accountId).add(secretHash).add(now).add(expiresAt);
            return insert.executeUpdate();
        });
    }

    @Override
    public Optional<Account> account(byte[] secretHash, Instant now) {
        return database.ask(ACCOUNT, select -> {
            new Parameters(select).add(secretHash).add(now);
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(AccountRow.account(row)) : Optional.empty();
            }
        });
    }

    @Override
    public boolean redeem(byte[] secretHash, AccountKey password, Instant now) {
        return IdentityTransactions.change(
                database,
                connection -> isTaken(connection, secretHash, password.accountId(), now)
                        && MariaDbAccountKeys.setPassword(connection, password, ""),
                isRedeemed -> isRedeemed);
    }

    private static boolean isTaken(Connection connection, byte[] secretHash, String accountId, Instant now)
            throws SQLException {
        try (var delete = connection.prepareStatement(TAKE)) {
            new Parameters(delete).add(secretHash).add(accountId).add(now);
            return delete.executeUpdate() == 1;
        }
    }

    @Override
    public int forget(Instant now, int limit) {
        return database.ask("DELETE FROM sign_in_links WHERE expires_at < ? LIMIT ?", delete -> {
            new Parameters(delete).add(now).add(limit);
            return delete.executeUpdate();
        });
    }
}
