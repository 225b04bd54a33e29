package io.ledger.testkit;

import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentScan;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.log.EventLog;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.QueriedLog;
import io.ledger.testkit.contract.AppendConditionsContract;
import io.ledger.testkit.contract.DocumentScanContract;
import io.ledger.testkit.contract.DocumentStoreContract;
import io.ledger.testkit.contract.EventLogContract;
import io.ledger.testkit.contract.EventStoreContract;
import io.ledger.testkit.contract.HistoriesContract;
import io.ledger.testkit.contract.IdempotencyRecordsContract;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.CounterView;
import io.ledger.testkit.counter.Counters;
import org.junit.jupiter.api.Nested;

/** The stores in memory keep the contracts that those on disk keep. */
class InMemoryStoresTest {

    @Nested
    class Streams extends EventStoreContract<Counter, CounterEvent> {

        private final EventStore<Counter> store = new InMemoryLog().store(Counters.AGGREGATE);

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return store;
        }
    }

    @Nested
    class Log extends EventLogContract<Counter, CounterEvent> {

        private final InMemoryLog log = new InMemoryLog();

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return log.store(Counters.AGGREGATE);
        }

        @Override
        protected EventLog<CounterEvent> log() {
            return log.log(Counters.AGGREGATE);
        }

        @Override
        protected EventLog<?> foreignLog() {
            return log.log(Counters.aggregate("other"));
        }
    }

    @Nested
    class Answers extends IdempotencyRecordsContract<Counter, CounterEvent> {

        private final InMemoryLog log = new InMemoryLog();

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return log.store(Counters.AGGREGATE);
        }

        @Override
        protected IdempotencyRecords records() {
            return log;
        }
    }

    @Nested
    class Past extends HistoriesContract<Counter, CounterEvent> {

        private final InMemoryLog log = new InMemoryLog();

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return log.store(Counters.AGGREGATE);
        }

        @Override
        protected Histories<Counter, CounterEvent> histories() {
            return log.histories(Counters.AGGREGATE);
        }
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

    @Nested
    class Conditions extends AppendConditionsContract<Counter, CounterEvent> {

        private final InMemoryLog log = new InMemoryLog();

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return log.store(Counters.AGGREGATE);
        }

        @Override
        protected QueriedLog<CounterEvent> log() {
            return log.queried(Counters.AGGREGATE);
        }

        @Override
        protected QueriedLog<?> foreignLog() {
            return log.queried(Counters.aggregate("other"));
        }
    }
}
