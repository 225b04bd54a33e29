package io.ledger.testkit;

import io.ledger.core.stream.EventStamps;
import io.ledger.core.stream.Histories;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The stamps of events, looked up in histories one by one. */
public final class InMemoryStamps<S, E> implements EventStamps {

    private final Histories<S, E> histories;

    public InMemoryStamps(Histories<S, E> histories) {
        this.histories = histories;
    }

    @Override
    public Map<EventKey, EventStamp> of(Collection<EventKey> events) {
        var stamps = new HashMap<EventKey, EventStamp>();
        for (var key : events) {
            histories.after(key.stream(), key.version() - 1, 1).entries().stream()
                    .filter(entry -> entry.version() == key.version())
                    .forEach(entry -> stamps.put(
                            key,
                            new EventStamp(entry.occurredAt(), entry.metadata().actor())));
        }
        return stamps;
    }
}
