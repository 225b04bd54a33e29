package io.ledger.testkit.counter;

import io.ledger.core.StreamId;
import io.ledger.core.command.Fingerprint;
import io.ledger.core.command.Precondition;
import io.ledger.testkit.counter.CounterCommand.Add;
import io.ledger.testkit.counter.CounterCommand.Close;
import io.ledger.testkit.counter.CounterCommand.Start;

/** The texts that requests to counters are told apart by. */
public final class CounterFingerprint implements Fingerprint<CounterCommand> {

    @Override
    public String text(StreamId stream, CounterCommand command, Precondition precondition) {
        return switch (command) {
            case Start(var name) -> "Start\n" + name + "\n";
            case Add(var amount) -> "Add\n" + stream.id() + "\n" + precondition.text() + "\n" + amount + "\n";
            case Close() -> "Close\n" + stream.id() + "\n" + precondition.text() + "\n";
        };
    }
}
