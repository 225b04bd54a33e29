package io.ledger.testkit.counter;

import io.ledger.core.document.Document;

/** What a read model shows of a counter. */
public record CounterView(String id, int version, String name, long total) implements Document {}
