package io.ledger.testkit;

import io.ledger.core.identity.AccountKeys;
import io.ledger.core.identity.AccountStore;
import io.ledger.core.identity.AuditRecords;
import io.ledger.core.identity.IdentityEpoch;
import io.ledger.core.identity.SessionStore;
import io.ledger.core.identity.SignInLinks;
import io.ledger.core.identity.TokenStore;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.identity.MariaDbAccountKeys;
import io.ledger.mariadb.identity.MariaDbAccounts;
import io.ledger.mariadb.identity.MariaDbAuditRecords;
import io.ledger.mariadb.identity.MariaDbIdentityEpoch;
import io.ledger.mariadb.identity.MariaDbSessions;
import io.ledger.mariadb.identity.MariaDbSignInLinks;
import io.ledger.mariadb.identity.MariaDbTokens;
import io.ledger.stores.TestStores;
import io.ledger.testkit.contract.IdentityContract;
import io.ledger.testkit.counter.Counters;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** MariaDB keeps the contract of identities. */
class MariaDbIdentityTest extends IdentityContract {

    private static MariaDb mariaDb;

    @BeforeAll
    static void open() {
        var access = TestStores.shared().freshDatabase();
        mariaDb = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), Counters.TABLES);
        mariaDb.migrate();
    }

    @AfterAll
    static void close() {
        mariaDb.close();
    }

    @BeforeEach
    void empty() {
        for (var table : List.of(
                "accounts", "account_keys", "sessions", "api_tokens", "sign_in_links", "audit_log", "identity_epoch")) {
            mariaDb.database().ask("DELETE FROM " + table, delete -> delete.executeUpdate());
        }
    }

    @Override
    protected AccountStore accounts() {
        return new MariaDbAccounts(mariaDb.database(), InstantSource.system());
    }

    @Override
    protected AccountKeys keys() {
        return new MariaDbAccountKeys(mariaDb.database());
    }

    @Override
    protected SignInLinks links() {
        return new MariaDbSignInLinks(mariaDb.database());
    }

    @Override
    protected SessionStore sessions() {
        return new MariaDbSessions(mariaDb.database());
    }

    @Override
    protected TokenStore tokens() {
        return new MariaDbTokens(mariaDb.database());
    }

    @Override
    protected AuditRecords audit() {
        return new MariaDbAuditRecords(mariaDb.database());
    }

    @Override
    protected IdentityEpoch epoch() {
        return new MariaDbIdentityEpoch(mariaDb.database());
    }
}
