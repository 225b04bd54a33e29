package io.ledger.testkit;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.log.EventLog;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.stream.EventStamps;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.QueriedLog;
import io.ledger.stores.TestStores;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.Counters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** MariaDB keeps the contracts with a log of counters. */
class MariaDbStoresTest extends CounterContracts {

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

    @Override
    EventStore<Counter> counters() {
        return stores.store(Counters.AGGREGATE);
    }

    @Override
    EventLog<CounterEvent> log(Aggregate<?, ?, CounterEvent, ?> reader) {
        return stores.log(reader);
    }

    @Override
    QueriedLog<CounterEvent> queried(Aggregate<?, ?, CounterEvent, ?> reader) {
        return stores.queried(reader);
    }

    @Override
    IdempotencyRecords answers() {
        return stores.records();
    }

    @Override
    Histories<Counter, CounterEvent> past() {
        return stores.histories(Counters.AGGREGATE);
    }

    @Override
    EventStamps stamped() {
        return stores.stamps();
    }
}
