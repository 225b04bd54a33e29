package io.ledger.testkit;

import io.ledger.core.tableimport.TableImportStore;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.tableimport.MariaDbTableImports;
import io.ledger.stores.TestStores;
import io.ledger.testkit.contract.TableImportStoreContract;
import io.ledger.testkit.counter.Counters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** MariaDB keeps the contract of imports. */
class MariaDbTableImportsTest extends TableImportStoreContract {

    private static MariaDb mariaDb;

    private TableImportStore imports;

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
    void openStore() {
        imports = new MariaDbTableImports(mariaDb.database());
    }

    @Override
    protected TableImportStore imports() {
        return imports;
    }
}
