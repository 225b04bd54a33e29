package io.ledger.mariadb.identity;

import io.ledger.core.Sha256;
import io.ledger.core.identity.AccountKey;
import io.ledger.core.identity.AccountKeys;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.Parameters;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Passwords and passkeys in the table {@code account_keys}. */
public final class MariaDbAccountKeys implements AccountKeys {

    private static final String SELECT =
            "SELECT id, account_id, kind, label, content, created_at, last_used_at FROM account_keys WHERE ";

    private static final String INSERT = "INSERT INTO account_keys (id, id_hash, account_id, kind, label, content,"
            + " created_at) VALUES (?, ?, ?, ?, ?, ?, ?)";

    private static final String USED = "UPDATE account_keys SET content = ?, last_used_at = ?"
            + " WHERE id_hash = ? AND account_id = ? AND content = ?";

    private static final String RENAME = "UPDATE account_keys SET label = ? WHERE id_hash = ?";

    private final Database database;

    public MariaDbAccountKeys(Database database) {
        this.database = database;
    }

    @Override
    public List<AccountKey> of(String accountId) {
        return database.ask(connection -> of(connection, accountId));
    }

    private static List<AccountKey> of(Connection connection, String accountId) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + "account_id = ? ORDER BY number")) {
            select.setString(1, accountId);
            var keys = new ArrayList<AccountKey>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.add(key(rows));
                }
            }
            return keys;
        }
    }

    @Override
    public Optional<AccountKey> password(String accountId) {
        return of(accountId).stream()
                .filter(key -> key.kind() == AccountKey.KeyKind.PASSWORD)
                .findFirst();
    }

    @Override
    public Optional<AccountKey> passkey(String keyId) {
        return database.ask(SELECT + "id_hash = ? AND kind = 'passkey'", select -> {
            select.setBytes(1, Sha256.bytes(keyId));
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(key(row)) : Optional.empty();
            }
        });
    }

    private static AccountKey key(ResultSet row) throws SQLException {
        return new AccountKey(
                row.getString("id"),
                row.getString("account_id"),
                AccountKey.KeyKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("label"),
                row.getString("content"),
                AccountRow.instant(row, "created_at"),
                AccountRow.optionalInstant(row, "last_used_at"));
    }

    @Override
    public boolean setPassword(AccountKey password, Optional<String> exceptSession) {
        return IdentityTransactions.change(
                database, connection -> setPassword(connection, password, exceptSession.orElse("")), isSet -> isSet);
    }

    static boolean setPassword(Connection connection, AccountKey password, String exceptSession) throws SQLException {
        if (!isActive(connection, password.accountId())) {
            return false;
        }
        try (var delete =
                connection.prepareStatement("DELETE FROM account_keys WHERE account_id = ? AND kind = 'password'")) {
            delete.setString(1, password.accountId());
            delete.executeUpdate();
        }
        insert(connection, password);
        MariaDbSessions.endOthers(connection, password.accountId(), exceptSession);
        return true;
    }

    private static boolean isActive(Connection connection, String accountId) throws SQLException {
        try (var select =
                connection.prepareStatement("SELECT 1 FROM accounts WHERE id = ? AND state = 'active' FOR UPDATE")) {
            select.setString(1, accountId);
            try (var row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void insert(Connection connection, AccountKey key) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            new Parameters(insert)
                    .add(key.id())
                    .add(Sha256.bytes(key.id()))
                    .add(key.accountId())
                    .add(key.kind().name().toLowerCase(Locale.ROOT))
                    .add(key.label())
                    .add(key.content())
                    .add(key.createdAt());
            insert.executeUpdate();
        }
    }

    @Override
    public boolean add(AccountKey passkey, Predicate<List<AccountKey>> fits) {
        return IdentityTransactions.change(
                database,
                connection -> {
                    try {
                        var isAdded = isActive(connection, passkey.accountId())
                                && fits.test(of(connection, passkey.accountId()));
                        if (isAdded) {
                            insert(connection, passkey);
                        }
                        return isAdded;
                    } catch (SQLIntegrityConstraintViolationException taken) {
                        return false;
                    }
                },
                isAdded -> isAdded);
    }

    @Override
    public boolean used(AccountKey before, String content, Instant now) {
        return database.ask(USED, update -> {
            new Parameters(update)
                    .add(content)
                    .add(now)
                    .add(Sha256.bytes(before.id()))
                    .add(before.accountId())
                    .add(before.content());
            return update.executeUpdate() == 1;
        });
    }

    @Override
    public boolean rename(String accountId, String keyId, String label) {
        return IdentityTransactions.change(
                database,
                connection -> {
                    if (passkeyOf(connection, accountId, keyId).isEmpty()) {
                        return false;
                    }
                    try (var update = connection.prepareStatement(RENAME)) {
                        new Parameters(update).add(label).add(Sha256.bytes(keyId));
                        update.executeUpdate();
                    }
                    return true;
                },
                isRenamed -> isRenamed);
    }

    @Override
    public KeyRemoval remove(String accountId, String keyId) {
        return IdentityTransactions.change(
                database,
                connection -> {
                    if (passkeyOf(connection, accountId, keyId).isEmpty()) {
                        return KeyRemoval.UNKNOWN;
                    }
                    if (of(connection, accountId).size() == 1) {
                        return KeyRemoval.LAST;
                    }
                    try (var delete = connection.prepareStatement("DELETE FROM account_keys WHERE id_hash = ?")) {
                        delete.setBytes(1, Sha256.bytes(keyId));
                        delete.executeUpdate();
                    }
                    return KeyRemoval.REMOVED;
                },
                removal -> removal == KeyRemoval.REMOVED);
    }

    private static Optional<AccountKey> passkeyOf(Connection connection, String accountId, String keyId)
            throws SQLException {
        return of(connection, accountId).stream()
                .filter(key ->
                        key.kind() == AccountKey.KeyKind.PASSKEY && key.id().equals(keyId))
                .findFirst();
    }
}
