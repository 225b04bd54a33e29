package io.ledger.testkit;

import io.ledger.testkit.contract.IdentityStores;
import io.ledger.testkit.contract.SignInContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** MariaDB keeps the contract of links, sessions, tokens and the audit log. */
class MariaDbSignInTest extends SignInContract {

    private static IdentityDatabase database;

    @BeforeAll
    static void open() {
        database = new IdentityDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.empty();
    }

    @Override
    protected IdentityStores stores() {
        return database.stores();
    }
}
