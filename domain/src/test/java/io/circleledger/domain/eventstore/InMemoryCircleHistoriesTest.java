package io.circleledger.domain.eventstore;

import io.circleledger.domain.eventstore.InMemoryCircleHistories.Recorded;
import io.ledger.core.Parsed;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.StreamId;
import java.util.ArrayList;
import java.util.List;

/** The histories that other tests use keep the same promises as those of the server. */
class InMemoryCircleHistoriesTest extends CircleHistoriesContract {

    private final List<Recorded> log = new ArrayList<>();
    private final InMemoryCircleHistories histories = new InMemoryCircleHistories(() -> log);

    @Override
    protected Histories histories() {
        return histories;
    }

    @Override
    protected void record(StreamId id, NewEvent event) {
        var version = 1
                + (int) log.stream()
                        .filter(recorded -> recorded.circleId().equals(id))
                        .count();
        log.add(new Recorded(
                id,
                new Histories.Entry(
                        new GlobalPosition(log.size() + 1L),
                        version,
                        event.id().toString(),
                        event.event().getClass().getSimpleName(),
                        event.occurredAt(),
                        event.metadata(),
                        new Parsed.Valid<>(event.event()))));
    }
}
