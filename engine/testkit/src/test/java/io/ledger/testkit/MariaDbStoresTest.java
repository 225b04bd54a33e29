package io.ledger.testkit;

import io.ledger.core.log.EventLog;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.QueriedLog;
import io.ledger.stores.TestStores;
import io.ledger.testkit.contract.AppendConditionsContract;
import io.ledger.testkit.contract.EventLogContract;
import io.ledger.testkit.contract.EventStoreContract;
import io.ledger.testkit.contract.HistoriesContract;
import io.ledger.testkit.contract.IdempotencyRecordsContract;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.Counters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** MariaDB keeps the contracts with a log of counters. */
class MariaDbStoresTest {

    private MariaDbStores stores;

    @BeforeEach
    void openEmptyLog() {
        stores = emptyLog();
    }

    /** An empty log of counters. */
    static MariaDbStores emptyLog() {
        var access = TestStores.shared().freshDatabase();
        return MariaDbStores.at(access.jdbcUrl(), access.user(), access.password(), Counters.TABLES, 5);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Nested
    class Streams extends EventStoreContract<Counter, CounterEvent> {

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return stores.store(Counters.AGGREGATE);
        }
    }

    @Nested
    class Log extends EventLogContract<Counter, CounterEvent> {

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return stores.store(Counters.AGGREGATE);
        }

        @Override
        protected EventLog<CounterEvent> log() {
            return stores.log(Counters.AGGREGATE);
        }

        @Override
        protected EventLog<?> foreignLog() {
            return stores.log(Counters.aggregate("other"));
        }
    }

    @Nested
    class Answers extends IdempotencyRecordsContract<Counter, CounterEvent> {

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return stores.store(Counters.AGGREGATE);
        }

        @Override
        protected IdempotencyRecords records() {
            return stores.records();
        }
    }

    @Nested
    class Past extends HistoriesContract<Counter, CounterEvent> {

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return stores.store(Counters.AGGREGATE);
        }

        @Override
        protected Histories<Counter, CounterEvent> histories() {
            return stores.histories(Counters.AGGREGATE);
        }
    }

    @Nested
    class Conditions extends AppendConditionsContract<Counter, CounterEvent> {

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return stores.store(Counters.AGGREGATE);
        }

        @Override
        protected QueriedLog<CounterEvent> log() {
            return stores.queried(Counters.AGGREGATE);
        }

        @Override
        protected QueriedLog<?> foreignLog() {
            return stores.queried(Counters.aggregate("other"));
        }
    }
}
