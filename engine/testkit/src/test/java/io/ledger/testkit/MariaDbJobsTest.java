package io.ledger.testkit;

import io.ledger.core.job.JobStore;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.job.MariaDbJobs;
import io.ledger.stores.TestStores;
import io.ledger.testkit.contract.JobStoreContract;
import io.ledger.testkit.counter.Counters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** MariaDB keeps the contract of jobs. */
class MariaDbJobsTest extends JobStoreContract {

    private static MariaDb mariaDb;

    private JobStore jobs;

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
    void withoutJobs() {
        mariaDb.database().ask("DELETE FROM jobs", delete -> delete.executeUpdate());
        jobs = new MariaDbJobs(mariaDb.database());
    }

    @Override
    protected JobStore jobs() {
        return jobs;
    }
}
