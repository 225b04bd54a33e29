package io.ledger.testkit.counter;

/** The rules of a counter that a command can break. */
public enum CounterRejection {
    COUNTER_ALREADY_STARTED,
    COUNTER_NOT_STARTED,
    COUNTER_IS_CLOSED,
    TOTAL_OUT_OF_RANGE
}
