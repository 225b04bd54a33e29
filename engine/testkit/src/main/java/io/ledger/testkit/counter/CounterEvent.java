package io.ledger.testkit.counter;

/** What happened to a counter. */
public sealed interface CounterEvent {

    record Started(String name) implements CounterEvent {}

    record Added(long amount) implements CounterEvent {}

    record CounterClosed() implements CounterEvent {}
}
