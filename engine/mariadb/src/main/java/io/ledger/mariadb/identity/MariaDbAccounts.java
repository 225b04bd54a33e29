package io.ledger.mariadb.identity;

import io.ledger.core.Sha256;
import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountChange;
import io.ledger.core.identity.AccountChange.LinkedPerson;
import io.ledger.core.identity.AccountName;
import io.ledger.core.identity.AccountOutcome;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.identity.AccountState;
import io.ledger.core.identity.AccountStore;
import io.ledger.core.identity.IdentityPage;
import io.ledger.core.identity.ProviderSubject;
import io.ledger.core.person.PersonId;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.Parameters;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Accounts in the table {@code accounts}. */
public final class MariaDbAccounts implements AccountStore {

    private static final String SELECT = "SELECT " + AccountRow.COLUMNS + " FROM accounts a WHERE ";

    private static final String INSERT = "INSERT INTO accounts (id, name, name_key, roles, state, issuer, subject,"
            + " subject_hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String UPDATE =
            "UPDATE accounts SET name = ?, name_key = ?, roles = ?, state = ?, person_id = ? WHERE id = ?";

    /** The row stays as it is until the account is changed: an erasure that begins meanwhile finds the account. */
    private static final String REGISTERED =
            "SELECT 1 FROM persons WHERE id = ? AND erased_at IS NULL AND erasing = 0 LOCK IN SHARE MODE";

    private static final String ERASE = "UPDATE accounts SET name = '', name_key = NULL, roles = '', state = 'erased',"
            + " person_id = NULL, issuer = NULL, subject = NULL, subject_hash = NULL WHERE id = ?";

    /** Who has chosen no password yet may let the link for it become too old, and can sign in only with that. */
    private static final String OTHER_ADMINISTRATORS =
            "SELECT COUNT(*) FROM accounts a WHERE a.state = 'active' AND a.id <> ?"
                    + " AND a.issuer IS NULL AND FIND_IN_SET('administrator', a.roles) > 0"
                    + " AND EXISTS (SELECT 1 FROM account_keys k WHERE k.account_id = a.id)";

    private static final String RENAME = "UPDATE accounts SET name = ? WHERE id = ?";

    private final Database database;
    private final InstantSource clock;

    public MariaDbAccounts(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public long ownAccounts() {
        return database.ask("SELECT COUNT(*) FROM accounts WHERE state <> 'erased' AND issuer IS NULL", select -> {
            try (var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @Override
    public Optional<Account> find(String accountId) {
        return database.ask(connection -> find(connection, accountId, ""));
    }

    private static Optional<Account> find(Connection connection, String accountId, String lock) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + "a.id = ?" + lock)) {
            select.setString(1, AccountRow.id(accountId));
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(AccountRow.account(row)) : Optional.empty();
            }
        }
    }

    @Override
    public Optional<Account> named(String key) {
        return database.ask(SELECT + "a.name_key = ?", select -> {
            select.setBytes(1, octets(key));
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(AccountRow.account(row)) : Optional.empty();
            }
        });
    }

    @Override
    public IdentityPage<Account> list(long after, int limit) {
        return database.ask(SELECT + "a.number > ? AND a.state <> 'erased' ORDER BY a.number LIMIT ?", select -> {
            new Parameters(select).add(after).add(limit + 1);
            var accounts = new ArrayList<Account>();
            var last = after;
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    if (accounts.size() == limit) {
                        return new IdentityPage<>(accounts, OptionalLong.of(last));
                    }
                    accounts.add(AccountRow.account(rows));
                    last = rows.getLong("a.number");
                }
            }
            return new IdentityPage<>(accounts, OptionalLong.empty());
        });
    }

    @Override
    public AccountOutcome add(Account account) {
        return IdentityTransactions.change(
                database,
                connection -> {
                    try {
                        insert(connection, account);
                        return new AccountOutcome.Changed(account);
                    } catch (SQLIntegrityConstraintViolationException taken) {
                        return new AccountOutcome.NameTaken();
                    }
                },
                AccountOutcome.Changed.class::isInstance);
    }

    private static void insert(Connection connection, Account account) throws SQLException {
        var provider = account.provider();
        try (var insert = connection.prepareStatement(INSERT)) {
            new Parameters(insert)
                    .add(account.id())
                    .add(account.name())
                    .add(provider.isPresent() ? null : octets(AccountName.key(account.name())))
                    .add(AccountRow.text(account.roles()))
                    .add(AccountRow.state(account.state()))
                    .add(provider.map(ProviderSubject::issuer).orElse(null))
                    .add(provider.map(ProviderSubject::subject).orElse(null))
                    .add(provider.map(MariaDbAccounts::hash).orElse(null))
                    .add(account.createdAt());
            insert.executeUpdate();
        }
    }

    @Override
    public AccountOutcome change(String accountId, AccountChange change) {
        return IdentityTransactions.change(
                database,
                connection -> change(connection, accountId, change),
                AccountOutcome.Changed.class::isInstance);
    }

    private static AccountOutcome change(Connection connection, String accountId, AccountChange change)
            throws SQLException {
        var found = find(connection, accountId, " FOR UPDATE").filter(it -> it.state() != AccountState.ERASED);
        if (found.isEmpty()) {
            return new AccountOutcome.UnknownAccount();
        }
        var before = found.get();
        if (before.provider().isPresent()
                && (change.name().isPresent() || change.roles().isPresent())) {
            return new AccountOutcome.GivenByProvider();
        }
        var after = new Account(
                before.id(),
                change.name().orElse(before.name()),
                change.roles().orElse(before.roles()),
                change.state().orElse(before.state()),
                before.provider(),
                before.createdAt(),
                before.lastSignIn(),
                change.person().map(LinkedPerson::id).orElse(before.person()));
        if (isLast(connection, before) && !isAdministrator(after)) {
            return new AccountOutcome.LastAdministrator();
        }
        var linked = change.person().flatMap(LinkedPerson::id);
        if (linked.isPresent() && !isRegistered(connection, linked.get())) {
            return new AccountOutcome.NobodyRegistered();
        }
        try (var update = connection.prepareStatement(UPDATE)) {
            new Parameters(update)
                    .add(after.name())
                    .add(after.provider().isPresent() ? null : octets(AccountName.key(after.name())))
                    .add(AccountRow.text(after.roles()))
                    .add(AccountRow.state(after.state()))
                    .add(after.person().map(PersonId::toString).orElse(null))
                    .add(accountId);
            update.executeUpdate();
        } catch (SQLIntegrityConstraintViolationException taken) {
            return String.valueOf(taken.getMessage()).contains("accounts_person_id")
                    ? new AccountOutcome.PersonTaken()
                    : new AccountOutcome.NameTaken();
        }
        if (!after.isActive() || mayMore(before, after)) {
            MariaDbSessions.endAll(connection, accountId);
        }
        return new AccountOutcome.Changed(after);
    }

    private static boolean isRegistered(Connection connection, PersonId person) throws SQLException {
        try (var select = connection.prepareStatement(REGISTERED)) {
            select.setString(1, person.toString());
            try (var row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static boolean mayMore(Account before, Account after) {
        return !before.roles().containsAll(after.roles())
                || after.person()
                        .filter(it -> !before.person().equals(Optional.of(it)))
                        .isPresent();
    }

    private static boolean isAdministrator(Account account) {
        return account.isActive() && account.roles().contains(AccountRole.ADMINISTRATOR);
    }

    /** Whether nobody else can sign in to manage accounts. */
    private static boolean isLast(Connection connection, Account account) throws SQLException {
        if (account.provider().isPresent() || !isAdministrator(account)) {
            return false;
        }
        try (var select = connection.prepareStatement(OTHER_ADMINISTRATORS)) {
            select.setString(1, account.id());
            try (var row = select.executeQuery()) {
                row.next();
                return row.getInt(1) == 0;
            }
        }
    }

    @Override
    public AccountOutcome erase(String accountId) {
        return IdentityTransactions.change(
                database, connection -> erase(connection, accountId), AccountOutcome.Changed.class::isInstance);
    }

    private static AccountOutcome erase(Connection connection, String accountId) throws SQLException {
        var found = find(connection, accountId, " FOR UPDATE").filter(it -> it.state() != AccountState.ERASED);
        if (found.isEmpty()) {
            return new AccountOutcome.UnknownAccount();
        }
        if (isLast(connection, found.get())) {
            return new AccountOutcome.LastAdministrator();
        }
        for (var statement : List.of(
                ERASE,
                "DELETE FROM account_keys WHERE account_id = ?",
                "DELETE FROM sign_in_links WHERE account_id = ?",
                "DELETE FROM sessions WHERE account_id = ?")) {
            try (var change = connection.prepareStatement(statement)) {
                change.setString(1, accountId);
                change.executeUpdate();
            }
        }
        return new AccountOutcome.Changed(found.get());
    }

    @Override
    public Map<String, String> names(Set<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return database.ask(connection -> {
            var marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
            try (var select = connection.prepareStatement(
                    "SELECT id, name FROM accounts WHERE id IN (%1$s) UNION ALL SELECT id, name FROM api_tokens WHERE id IN (%1$s)"
                            .formatted(marks))) {
                var parameters = new Parameters(select);
                for (var twice = 0; twice < 2; twice++) {
                    for (var id : ids) {
                        parameters.add(AccountRow.id(id));
                    }
                }
                var names = new HashMap<String, String>();
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        names.put(rows.getString(1), rows.getString(2));
                    }
                }
                return names;
            }
        });
    }

    @Override
    public Account of(ProviderSubject subject, String name) {
        var shown = AccountName.shown(name);
        return database.ask(connection -> {
            var found = find(connection, subject);
            if (found.isEmpty()) {
                try {
                    insert(
                            connection,
                            new Account(
                                    UUID.randomUUID().toString(),
                                    shown.isEmpty() ? AccountName.shown(subject.subject()) : shown,
                                    Set.of(),
                                    AccountState.ACTIVE,
                                    Optional.of(subject),
                                    clock.instant(),
                                    Optional.empty()));
                } catch (SQLIntegrityConstraintViolationException _) {
                    // Somebody else was faster.
                }
                found = find(connection, subject);
            } else if (!shown.isEmpty() && !found.get().name().equals(shown)) {
                try (var update = connection.prepareStatement(RENAME)) {
                    new Parameters(update).add(shown).add(found.get().id());
                    update.executeUpdate();
                }
                found = find(connection, subject);
            }
            return found.orElseThrow(() -> new SQLException("An account was made, and is not there"));
        });
    }

    private static Optional<Account> find(Connection connection, ProviderSubject subject) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + "a.subject_hash = ?")) {
            select.setBytes(1, hash(subject));
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(AccountRow.account(row)) : Optional.empty();
            }
        }
    }

    /** No issuer has a line break. */
    private static byte[] hash(ProviderSubject subject) {
        return Sha256.bytes(subject.issuer() + "\n" + subject.subject());
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
