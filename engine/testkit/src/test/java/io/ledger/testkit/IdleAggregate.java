package io.ledger.testkit;

import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.Decider;
import io.ledger.core.decide.Decision;
import io.ledger.core.decide.EncodedEvent;
import io.ledger.core.decide.EventCodec;
import io.ledger.core.decide.EventTypes;
import io.ledger.core.decide.StateCodec;
import io.ledger.core.document.DocumentDifference;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.stream.Versioned;
import io.ledger.testkit.contract.AggregateContract;
import io.ledger.testkit.contract.AggregateSample;
import io.ledger.testkit.counter.CounterView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An aggregate that takes every command and does nothing, held to the contract by {@link IdleAdaptersTest}. */
class IdleAggregate extends AggregateContract<Integer, Integer, Integer, Integer, CounterView> {

    private static final Decider<Integer, Integer, Integer, Integer> DECIDER = new Decider<>() {
        @Override
        public Decision<Integer, Integer> decide(Integer command, Optional<Integer> state) {
            return new Decision.Accepted<>(List.of());
        }

        @Override
        public Integer evolve(Optional<Integer> state, Integer event) {
            return 0;
        }
    };

    private static final EventCodec<Integer> EVENTS = new EventCodec<>() {
        @Override
        public EventTypes types() {
            return new EventTypes(List.of("Nothing"), "Nothing", List.of());
        }

        @Override
        public EncodedEvent encode(Integer event) {
            return new EncodedEvent("Nothing", 1, "{}");
        }

        @Override
        public Parsed<Integer> decode(EncodedEvent encoded) {
            return new Parsed.Invalid<>("nothing is read");
        }
    };

    private static final StateCodec<Integer> STATES = new StateCodec<>() {
        @Override
        public String encode(StreamId stream, int version, Integer state) {
            return "{}";
        }

        @Override
        public Optional<Integer> decode(StreamId stream, int version, String json) {
            return Optional.empty();
        }

        @Override
        public String describe(Integer state) {
            return "";
        }
    };

    private static final Aggregate<Integer, Integer, Integer, Integer> AGGREGATE =
            new Aggregate<>("idle", DECIDER, EVENTS, STATES);

    private static final ViewProjection<Integer, Integer, CounterView> PROJECTION = new ViewProjection<>() {
        @Override
        public Aggregate<?, Integer, Integer, ?> aggregate() {
            return AGGREGATE;
        }

        @Override
        public Optional<CounterView> project(Optional<CounterView> before, Recorded<Integer> event) {
            return before;
        }

        @Override
        public Optional<CounterView> view(Versioned<Integer> state) {
            return Optional.empty();
        }

        @Override
        public Map<String, Object> fields(Integer state) {
            return Map.of();
        }

        @Override
        public List<DocumentDifference> differences(CounterView live, CounterView wanted) {
            return List.of();
        }

        @Override
        public String describe(CounterView document) {
            return "";
        }
    };

    @Override
    protected AggregateSample<Integer, Integer, Integer, Integer, CounterView> sample() {
        return new AggregateSample<>(AGGREGATE, PROJECTION, List.of(1, 2), List.of(3));
    }

    @Override
    protected LedgerStores open() {
        return MariaDbStoresTest.emptyLog();
    }
}
