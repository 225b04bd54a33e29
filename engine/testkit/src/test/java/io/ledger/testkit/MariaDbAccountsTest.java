package io.ledger.testkit;

import io.ledger.testkit.contract.AccountsContract;
import io.ledger.testkit.contract.IdentityStores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** MariaDB keeps the contract of accounts and keys. */
class MariaDbAccountsTest extends AccountsContract {

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
