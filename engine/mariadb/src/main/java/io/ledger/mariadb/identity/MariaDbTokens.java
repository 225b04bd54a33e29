package io.ledger.mariadb.identity;

import io.ledger.core.identity.AccountRole;
import io.ledger.core.identity.ApiToken;
import io.ledger.core.identity.IdentityPage;
import io.ledger.core.identity.TokenStore;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.Parameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Tokens in the table {@code api_tokens}. */
public final class MariaDbTokens implements TokenStore {

    private static final String INSERT = "INSERT INTO api_tokens (id, secret_hash, name, role, created_by, created_at,"
            + " expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)";

    private static final String SELECT = "SELECT number, id, name, role, created_by, created_at, expires_at,"
            + " last_used_at, revoked_at FROM api_tokens WHERE ";

    private static final String REVOKE = "UPDATE api_tokens SET revoked_at = COALESCE(revoked_at, ?) WHERE id = ?";

    private final Database database;

    public MariaDbTokens(Database database) {
        this.database = database;
    }

    @Override
    public void add(ApiToken token, byte[] secretHash) {
        database.ask(INSERT, insert -> {
            new Parameters(insert)
                    .add(token.id())
                    .add(secretHash)
                    .add(token.name())
                    .add(token.role().label())
                    .add(token.createdBy().orElse(null))
                    .add(token.createdAt())
                    .add(token.expiresAt());
            return insert.executeUpdate();
        });
    }

    @Override
    public Optional<ApiToken> find(byte[] secretHash) {
        return database.ask(SELECT + "secret_hash = ?", select -> {
            select.setBytes(1, secretHash);
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(token(row)) : Optional.empty();
            }
        });
    }

    @Override
    public IdentityPage<ApiToken> list(long after, int limit) {
        return database.ask(SELECT + "number > ? ORDER BY number LIMIT ?", select -> {
            new Parameters(select).add(after).add(limit + 1);
            var tokens = new ArrayList<ApiToken>();
            var last = after;
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    if (tokens.size() == limit) {
                        return new IdentityPage<>(tokens, OptionalLong.of(last));
                    }
                    tokens.add(token(rows));
                    last = rows.getLong("number");
                }
            }
            return new IdentityPage<>(tokens, OptionalLong.empty());
        });
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        var role = row.getString("role");
        return new ApiToken(
                row.getString("id"),
                row.getString("name"),
                AccountRole.parse(role).orElseThrow(() -> new SQLException("A token has an unknown role: " + role)),
                Optional.ofNullable(row.getString("created_by")),
                AccountRow.instant(row, "created_at"),
                AccountRow.instant(row, "expires_at"),
                AccountRow.optionalInstant(row, "last_used_at"),
                AccountRow.optionalInstant(row, "revoked_at"));
    }

    @Override
    public boolean revoke(String tokenId, Instant now) {
        return IdentityTransactions.change(
                database,
                connection -> {
                    try (var update = connection.prepareStatement(REVOKE)) {
                        new Parameters(update).add(now).add(AccountRow.id(tokenId));
                        // The driver counts rows that were found, whether or not they were others before.
                        return update.executeUpdate() == 1;
                    }
                },
                isRevoked -> isRevoked);
    }

    @Override
    public void used(Map<String, Instant> lastUses) {
        MariaDbSessions.noteUses(
                database,
                "UPDATE api_tokens SET last_used_at = ? WHERE id = ? AND COALESCE(last_used_at, created_at) <= ?",
                lastUses);
    }
}
