package io.ledger.mariadb.identity;

import io.ledger.core.identity.OpenSession;
import io.ledger.core.identity.ProviderGrant;
import io.ledger.core.identity.Session;
import io.ledger.core.identity.SessionStore;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.Parameters;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sessions in the table {@code sessions}. */
public final class MariaDbSessions implements SessionStore {

    private static final String COLUMNS = "s.id, s.account_id, s.agent, s.created_at, s.last_used_at, s.expires_at,"
            + " s.grant_roles, s.grant_valid_until, s.grant_sealed";

    private static final String INSERT = "INSERT INTO sessions (id, secret_hash, account_id, agent, created_at,"
            + " last_used_at, expires_at, grant_roles, grant_valid_until, grant_sealed) VALUES"
            + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** Its lock keeps the account active until the session is there. */
    private static final String SIGNED_IN = "UPDATE accounts SET last_sign_in = ? WHERE id = ? AND state = 'active'";

    private static final String FIND = "SELECT " + COLUMNS + ", " + AccountRow.COLUMNS
            + " FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.secret_hash = ? AND a.state = 'active'";

    private static final String OF =
            "SELECT " + COLUMNS + " FROM sessions s WHERE s.account_id = ? ORDER BY s.created_at DESC, s.id";

    private static final String RENEW =
            "UPDATE sessions SET grant_roles = ?, grant_valid_until = ?, grant_sealed = ? WHERE id = ?";

    private final Database database;

    public MariaDbSessions(Database database) {
        this.database = database;
    }

    @Override
    public boolean begin(Session session, byte[] secretHash) {
        return database.ask(connection -> {
            connection.setAutoCommit(false);
            try {
                var isActive = hasSignedIn(connection, session);
                if (isActive) {
                    insert(connection, session, secretHash);
                }
                connection.commit();
                return isActive;
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    private static boolean hasSignedIn(Connection connection, Session session) throws SQLException {
        try (var update = connection.prepareStatement(SIGNED_IN)) {
            new Parameters(update).add(session.createdAt()).add(session.accountId());
            return update.executeUpdate() == 1;
        }
    }

    private static void insert(Connection connection, Session session, byte[] secretHash) throws SQLException {
        var grant = session.grant();
        try (var insert = connection.prepareStatement(INSERT)) {
            new Parameters(insert)
                    .add(session.id())
                    .add(secretHash)
                    .add(session.accountId())
                    .add(session.agent())
                    .add(session.createdAt())
                    .add(session.lastUsedAt())
                    .add(session.expiresAt())
                    .add(grant.map(it -> AccountRow.text(it.roles())).orElse(null))
                    .add(grant.map(ProviderGrant::validUntil).orElse(null))
                    .add(grant.map(ProviderGrant::sealed).orElse(null));
            insert.executeUpdate();
        }
    }

    @Override
    public Optional<OpenSession> find(byte[] secretHash) {
        return database.ask(FIND, select -> {
            select.setBytes(1, secretHash);
            try (var row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new OpenSession(session(row), AccountRow.account(row)))
                        : Optional.empty();
            }
        });
    }

    @Override
    public List<Session> of(String accountId) {
        return database.ask(OF, select -> {
            select.setString(1, AccountRow.id(accountId));
            var sessions = new ArrayList<Session>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    sessions.add(session(rows));
                }
            }
            return sessions;
        });
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getString("s.id"),
                row.getString("s.account_id"),
                row.getString("s.agent"),
                AccountRow.instant(row, "s.created_at"),
                AccountRow.instant(row, "s.last_used_at"),
                AccountRow.instant(row, "s.expires_at"),
                grant(row));
    }

    private static Optional<ProviderGrant> grant(ResultSet row) throws SQLException {
        var validUntil = AccountRow.optionalInstant(row, "s.grant_valid_until");
        var roles = AccountRow.roles(row.getString("s.grant_roles"));
        var sealed = Optional.ofNullable(row.getBytes("s.grant_sealed"));
        return validUntil.map(until -> new ProviderGrant(roles, until, sealed.orElse(new byte[0])));
    }

    @Override
    public boolean end(String accountId, String sessionId) {
        return IdentityTransactions.change(
                database,
                connection -> {
                    try (var delete =
                            connection.prepareStatement("DELETE FROM sessions WHERE account_id = ? AND id = ?")) {
                        new Parameters(delete).add(AccountRow.id(accountId)).add(AccountRow.id(sessionId));
                        return delete.executeUpdate() == 1;
                    }
                },
                isEnded -> isEnded);
    }

    @Override
    public int endAll(String accountId) {
        return IdentityTransactions.change(database, connection -> endAll(connection, accountId), ended -> ended > 0);
    }

    static int endAll(Connection connection, String accountId) throws SQLException {
        return endOthers(connection, accountId, "");
    }

    /** Ends all sessions of an account but one. */
    static int endOthers(Connection connection, String accountId, String except) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM sessions WHERE account_id = ? AND id <> ?")) {
            new Parameters(delete).add(accountId).add(except);
            return delete.executeUpdate();
        }
    }

    @Override
    public void renew(String sessionId, ProviderGrant grant) {
        var before = database.ask("SELECT s.grant_roles FROM sessions s WHERE s.id = ?", select -> {
            select.setString(1, sessionId);
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(AccountRow.roles(row.getString(1))) : Optional.empty();
            }
        });
        if (before.filter(grant.roles()::equals).isPresent()) {
            database.ask(connection -> renew(connection, sessionId, grant));
        } else {
            IdentityTransactions.change(
                    database, connection -> renew(connection, sessionId, grant), changed -> changed > 0);
        }
    }

    private static int renew(Connection connection, String sessionId, ProviderGrant grant) throws SQLException {
        try (var update = connection.prepareStatement(RENEW)) {
            new Parameters(update)
                    .add(AccountRow.text(grant.roles()))
                    .add(grant.validUntil())
                    .add(grant.sealed())
                    .add(sessionId);
            return update.executeUpdate();
        }
    }

    @Override
    public void used(Map<String, Instant> lastUses) {
        noteUses(database, "UPDATE sessions SET last_used_at = ? WHERE id = ? AND last_used_at < ?", lastUses);
    }

    /** Notes last uses by a statement that takes the time, the id, and the time again. */
    static void noteUses(Database database, String update, Map<String, Instant> lastUses) {
        if (lastUses.isEmpty()) {
            return;
        }
        database.ask(update, statement -> {
            for (var use : lastUses.entrySet()) {
                new Parameters(statement).add(use.getValue()).add(use.getKey()).add(use.getValue());
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    @Override
    public int forget(Instant now, Instant unusedSince, int limit) {
        return forget("expires_at", now, limit) + forget("last_used_at", unusedSince, limit);
    }

    private int forget(String column, Instant before, int limit) {
        return database.ask("DELETE FROM sessions WHERE %1$s < ? ORDER BY %1$s LIMIT ?".formatted(column), delete -> {
            new Parameters(delete).add(before).add(limit);
            return delete.executeUpdate();
        });
    }
}
