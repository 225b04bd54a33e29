package io.ledger.testkit.counter;

import io.ledger.core.decide.Decider;
import io.ledger.core.decide.Decision;
import io.ledger.core.decide.Decision.Accepted;
import io.ledger.core.decide.Decision.Rejected;
import io.ledger.core.decide.ImpossibleEventException;
import io.ledger.testkit.counter.CounterCommand.Add;
import io.ledger.testkit.counter.CounterCommand.Close;
import io.ledger.testkit.counter.CounterCommand.Start;
import io.ledger.testkit.counter.CounterEvent.Added;
import io.ledger.testkit.counter.CounterEvent.CounterClosed;
import io.ledger.testkit.counter.CounterEvent.Started;
import java.util.List;
import java.util.Optional;

/** The rules of a counter. */
public final class CounterDecider implements Decider<CounterCommand, Counter, CounterEvent, CounterRejection> {

    @Override
    public Decision<CounterEvent, CounterRejection> decide(CounterCommand command, Optional<Counter> state) {
        if (command instanceof Start(var name)) {
            return state.isPresent()
                    ? new Rejected<>(CounterRejection.COUNTER_ALREADY_STARTED)
                    : accepted(new Started(name));
        }
        if (state.isEmpty()) {
            return new Rejected<>(CounterRejection.COUNTER_NOT_STARTED);
        }
        return state.get().closed()
                ? new Rejected<>(CounterRejection.COUNTER_IS_CLOSED)
                : decideOpen(command, state.get());
    }

    private static Decision<CounterEvent, CounterRejection> decideOpen(CounterCommand command, Counter counter) {
        return switch (command) {
            case Start _ -> new Rejected<>(CounterRejection.COUNTER_ALREADY_STARTED);
            case Add(var amount) -> {
                if (amount == 0) {
                    yield new Accepted<>(List.of());
                }
                yield amount < 0 || amount > Counter.MAX_TOTAL - counter.total()
                        ? new Rejected<>(CounterRejection.TOTAL_OUT_OF_RANGE)
                        : accepted(new Added(amount));
            }
            case Close() -> accepted(new CounterClosed());
        };
    }

    private static Decision<CounterEvent, CounterRejection> accepted(CounterEvent event) {
        return new Accepted<>(List.of(event));
    }

    @Override
    public Counter evolve(Optional<Counter> state, CounterEvent event) {
        if (event instanceof Started(var name)) {
            if (state.isPresent()) {
                throw new ImpossibleEventException("Started follows other events");
            }
            return new Counter(name, 0, false);
        }
        var counter = state.orElseThrow(() -> new ImpossibleEventException("the first event is not Started"));
        if (counter.closed()) {
            throw new ImpossibleEventException("an event follows Closed");
        }
        return switch (event) {
            case Started _ -> throw new ImpossibleEventException("Started follows other events");
            case Added(var amount) -> new Counter(counter.name(), counter.total() + amount, false);
            case CounterClosed() -> new Counter(counter.name(), counter.total(), true);
        };
    }
}
