package io.ledger.testkit;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.log.EventLog;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.stream.EventStamps;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.QueriedLog;
import io.ledger.testkit.contract.AppendConditionsContract;
import io.ledger.testkit.contract.EventLogContract;
import io.ledger.testkit.contract.EventStampsContract;
import io.ledger.testkit.contract.EventStoreContract;
import io.ledger.testkit.contract.HistoriesContract;
import io.ledger.testkit.contract.IdempotencyRecordsContract;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.Counters;
import org.junit.jupiter.api.Nested;

/** The contracts of a log, kept by the stores of one with counters in it, which is empty at the start of each test. */
abstract class CounterContracts {

    abstract EventStore<Counter> counters();

    abstract EventLog<CounterEvent> log(Aggregate<?, ?, CounterEvent, ?> reader);

    abstract QueriedLog<CounterEvent> queried(Aggregate<?, ?, CounterEvent, ?> reader);

    abstract IdempotencyRecords answers();

    abstract Histories<Counter, CounterEvent> past();

    abstract EventStamps stamped();

    @Nested
    class Streams extends EventStoreContract<Counter, CounterEvent> {

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return counters();
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
            return counters();
        }

        @Override
        protected EventLog<CounterEvent> log() {
            return CounterContracts.this.log(Counters.AGGREGATE);
        }

        @Override
        protected EventLog<?> foreignLog() {
            return CounterContracts.this.log(Counters.aggregate("other"));
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
            return counters();
        }

        @Override
        protected IdempotencyRecords records() {
            return answers();
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
            return counters();
        }

        @Override
        protected Histories<Counter, CounterEvent> histories() {
            return past();
        }
    }

    @Nested
    class Stamps extends EventStampsContract<Counter, CounterEvent> {

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return counters();
        }

        @Override
        protected EventStamps stamps() {
            return stamped();
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
            return counters();
        }

        @Override
        protected QueriedLog<CounterEvent> log() {
            return CounterContracts.this.queried(Counters.AGGREGATE);
        }

        @Override
        protected QueriedLog<?> foreignLog() {
            return CounterContracts.this.queried(Counters.aggregate("other"));
        }
    }
}
