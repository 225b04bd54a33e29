package io.ledger.testkit.counter;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.ImpossibleEventException;
import io.ledger.core.document.DocumentDifference;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.stream.Versioned;
import io.ledger.testkit.counter.CounterEvent.Added;
import io.ledger.testkit.counter.CounterEvent.CounterClosed;
import io.ledger.testkit.counter.CounterEvent.Started;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the events of counters make of their views; a closed counter has none. */
public record CounterProjection(Aggregate<CounterCommand, Counter, CounterEvent, CounterRejection> aggregate)
        implements ViewProjection<Counter, CounterEvent, CounterView> {

    @Override
    public Optional<CounterView> project(Optional<CounterView> before, Recorded<CounterEvent> event) {
        return switch (event.event()) {
            case Started(var name) -> {
                if (before.isPresent()) {
                    throw new ImpossibleEventException("Started follows other events");
                }
                yield Optional.of(new CounterView(event.stream().id(), event.version(), name, 0));
            }
            case Added(var amount) -> {
                var view = open(before);
                yield Optional.of(new CounterView(view.id(), event.version(), view.name(), view.total() + amount));
            }
            case CounterClosed() -> {
                open(before);
                yield Optional.empty();
            }
        };
    }

    private static CounterView open(Optional<CounterView> before) {
        return before.orElseThrow(() -> new ImpossibleEventException("the counter is not open"));
    }

    @Override
    public Optional<CounterView> view(Versioned<Counter> state) {
        var counter = state.state();
        return counter.closed()
                ? Optional.empty()
                : Optional.of(new CounterView(state.stream().id(), state.version(), counter.name(), counter.total()));
    }

    @Override
    public Map<String, Object> fields(Counter counter) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", counter.name());
        fields.put("total", counter.total());
        return fields;
    }

    @Override
    public List<DocumentDifference> differences(CounterView live, CounterView wanted) {
        var found = new ArrayList<DocumentDifference>();
        DocumentDifference.add(found, "name", live.name(), wanted.name());
        DocumentDifference.add(found, "total", live.total(), wanted.total());
        DocumentDifference.add(found, "version", live.version(), wanted.version());
        return found;
    }

    @Override
    public String describe(CounterView view) {
        return "%s, total %d, version %d"
                .formatted(DocumentDifference.quoted(view.name()), view.total(), view.version());
    }
}
