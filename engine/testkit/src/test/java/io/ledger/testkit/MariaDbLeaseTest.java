package io.ledger.testkit;

import io.ledger.core.lease.Lease;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbLease;
import io.ledger.stores.TestStores;
import io.ledger.testkit.contract.LeaseContract;
import io.ledger.testkit.counter.Counters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** MariaDB keeps the contract of a lease. */
class MariaDbLeaseTest extends LeaseContract {

    private static MariaDb mariaDb;
    private static int tests;

    private Lease lease;

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
    void newLease() {
        lease = new MariaDbLease(mariaDb.database(), "lease-" + ++tests);
    }

    @Override
    protected Lease lease() {
        return lease;
    }
}
