package io.ledger.testkit.counter;

/** What somebody wants of a counter. */
public sealed interface CounterCommand {

    record Start(String name) implements CounterCommand {}

    record Add(long amount) implements CounterCommand {}

    record Close() implements CounterCommand {}
}
