package io.ledger.testkit;

import io.ledger.core.person.PersonFolding;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.identity.MariaDbAccountKeys;
import io.ledger.mariadb.identity.MariaDbAccounts;
import io.ledger.mariadb.identity.MariaDbAuditRecords;
import io.ledger.mariadb.identity.MariaDbIdentityEpoch;
import io.ledger.mariadb.identity.MariaDbSessions;
import io.ledger.mariadb.identity.MariaDbSignInLinks;
import io.ledger.mariadb.identity.MariaDbTokens;
import io.ledger.mariadb.person.MariaDbPersons;
import io.ledger.stores.TestStores;
import io.ledger.testkit.contract.IdentityStores;
import io.ledger.testkit.counter.Counters;
import java.sql.PreparedStatement;
import java.time.InstantSource;
import java.util.List;

/** A database with the tables of identities. */
final class IdentityDatabase implements AutoCloseable {

    private static final List<String> TABLES = List.of(
            "accounts", "account_keys", "sessions", "api_tokens", "sign_in_links", "audit_log", "identity_epoch");

    private static final PersonFolding FOLDING = new PersonFolding("as it is", text -> text, List::of);

    private final MariaDb mariaDb;

    IdentityDatabase() {
        var access = TestStores.shared().freshDatabase();
        mariaDb = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), Counters.TABLES);
        mariaDb.migrate();
    }

    void empty() {
        for (var table : TABLES) {
            mariaDb.database().ask("DELETE FROM " + table, PreparedStatement::executeUpdate);
        }
    }

    IdentityStores stores() {
        var database = mariaDb.database();
        return new IdentityStores(
                new MariaDbAccounts(database, InstantSource.system()),
                new MariaDbAccountKeys(database),
                new MariaDbSignInLinks(database),
                new MariaDbSessions(database),
                new MariaDbTokens(database),
                new MariaDbAuditRecords(database),
                new MariaDbIdentityEpoch(database),
                new MariaDbPersons(database, FOLDING));
    }

    @Override
    public void close() {
        mariaDb.close();
    }
}
