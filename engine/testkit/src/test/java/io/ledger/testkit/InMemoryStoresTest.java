package io.ledger.testkit;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentScan;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.log.EventLog;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.stream.EventStamps;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.QueriedLog;
import io.ledger.testkit.contract.DocumentScanContract;
import io.ledger.testkit.contract.DocumentStoreContract;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.CounterView;
import io.ledger.testkit.counter.Counters;
import org.junit.jupiter.api.Nested;

/** The stores in memory keep the contracts that those on disk keep. */
class InMemoryStoresTest extends CounterContracts {

    private final InMemoryLog log = new InMemoryLog();

    @Override
    EventStore<Counter> counters() {
        return log.store(Counters.AGGREGATE);
    }

    @Override
    EventLog<CounterEvent> log(Aggregate<?, ?, CounterEvent, ?> reader) {
        return log.log(reader);
    }

    @Override
    QueriedLog<CounterEvent> queried(Aggregate<?, ?, CounterEvent, ?> reader) {
        return log.queried(reader);
    }

    @Override
    IdempotencyRecords answers() {
        return log;
    }

    @Override
    Histories<Counter, CounterEvent> past() {
        return log.histories(Counters.AGGREGATE);
    }

    @Override
    EventStamps stamped() {
        return new InMemoryStamps<>(past());
    }

    @Nested
    class Documents extends DocumentStoreContract<CounterView> {

        private final InMemoryDocumentStore<CounterView> documents = new InMemoryDocumentStore<>("counter");

        @Override
        protected DocumentStore<CounterView> store() {
            return documents;
        }

        @Override
        protected DocumentReader<CounterView> reader() {
            return documents;
        }

        @Override
        protected String category() {
            return "counter";
        }

        @Override
        protected CounterView document(StreamId id, int version) {
            return new CounterView(id.id(), version, "テニス \"" + version + "\"", version);
        }
    }

    @Nested
    class Scan extends DocumentScanContract<CounterView> {

        private final InMemoryDocumentStore<CounterView> documents = new InMemoryDocumentStore<>("counter");

        @Override
        protected DocumentStore<CounterView> store() {
            return documents;
        }

        @Override
        protected DocumentScan<CounterView> scan() {
            return documents;
        }

        @Override
        protected String category() {
            return "counter";
        }

        @Override
        protected CounterView document(StreamId id, int version) {
            return new CounterView(id.id(), version, "テニス", version);
        }
    }
}
