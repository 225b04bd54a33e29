package io.ledger.testkit;

import io.ledger.core.stream.EventStamps;
import io.ledger.core.stream.EventStore;
import io.ledger.testkit.contract.EventStampsContract;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.Counters;
import java.util.Collection;
import java.util.Map;

/** Knows no stamps, and so must fail every test of their contract. {@link IdleAdaptersTest} runs it. */
class IdleEventStamps extends EventStampsContract<Counter, CounterEvent> implements EventStamps {

    private final EventStore<Counter> store = new InMemoryLog().store(Counters.AGGREGATE);

    @Override
    protected Sample<Counter, CounterEvent> sample() {
        return Counters.SAMPLE;
    }

    @Override
    protected EventStore<Counter> store() {
        return store;
    }

    @Override
    protected EventStamps stamps() {
        return this;
    }

    @Override
    public Map<EventKey, EventStamp> of(Collection<EventKey> events) {
        return Map.of();
    }
}
