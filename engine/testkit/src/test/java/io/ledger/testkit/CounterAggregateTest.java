package io.ledger.testkit;

import io.ledger.testkit.contract.AggregateContract;
import io.ledger.testkit.contract.AggregateSample;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterCommand;
import io.ledger.testkit.counter.CounterCommand.Add;
import io.ledger.testkit.counter.CounterCommand.Close;
import io.ledger.testkit.counter.CounterCommand.Start;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.CounterRejection;
import io.ledger.testkit.counter.CounterView;
import io.ledger.testkit.counter.Counters;
import java.util.List;

class CounterAggregateTest
        extends AggregateContract<CounterCommand, Counter, CounterEvent, CounterRejection, CounterView> {

    @Override
    protected AggregateSample<CounterCommand, Counter, CounterEvent, CounterRejection, CounterView> sample() {
        return new AggregateSample<>(
                Counters.AGGREGATE,
                Counters.PROJECTION,
                List.of(new Start("テニス \"score\" 👩‍👩‍👧"), new Add(3), new Add(4), new Close()),
                List.of(new Add(1), new Close()));
    }

    @Override
    protected LedgerStores open() {
        return MariaDbStoresTest.emptyLog();
    }
}
