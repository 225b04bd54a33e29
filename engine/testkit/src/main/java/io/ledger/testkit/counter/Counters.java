package io.ledger.testkit.counter;

import io.ledger.core.decide.Aggregate;
import io.ledger.mariadb.TableNames;
import io.ledger.testkit.Sample;
import io.ledger.testkit.counter.CounterEvent.Added;
import io.ledger.testkit.counter.CounterEvent.Started;

/** What the engine needs to know about counters. */
public final class Counters {

    /** The rules of a counter and how its events and states are stored. */
    public static final Aggregate<CounterCommand, Counter, CounterEvent, CounterRejection> AGGREGATE =
            aggregate("counter");

    /** What their events make of the views. */
    public static final CounterProjection PROJECTION = new CounterProjection(AGGREGATE);

    /** The tables of a log that counters are in. */
    public static final TableNames TABLES =
            new TableNames("counter_events", "counter_snapshots", "counter_id", AGGREGATE.category());

    /** Counters for the contracts of stores. */
    public static final Sample<Counter, CounterEvent> SAMPLE =
            new Sample<>(AGGREGATE, new Started("テニス \"score\" 👩‍👩‍👧"), Added::new);

    private Counters() {}

    /** Counters of another category, which no reader of counters can read. */
    public static Aggregate<CounterCommand, Counter, CounterEvent, CounterRejection> aggregate(String category) {
        return new Aggregate<>(category, new CounterDecider(), new CounterEvents(), new CounterSnapshots());
    }
}
