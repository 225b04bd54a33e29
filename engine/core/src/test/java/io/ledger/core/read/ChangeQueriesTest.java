package io.ledger.core.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.StreamId;
import io.ledger.core.log.LogEntry;
import io.ledger.core.read.ChangeQueries.ListedChange;
import io.ledger.core.stream.EventStamps.EventKey;
import io.ledger.core.stream.EventStamps.EventStamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeQueriesTest {

    private static final Instant NINE = Instant.parse("2026-04-01T09:00:00.123456Z");
    private static final Instant TEN = Instant.parse("2026-04-01T10:00:00Z");

    private final Map<EventKey, EventStamp> log = new HashMap<>();
    private final ChangeQueries queries = new ChangeQueries(this::asked);

    private Map<EventKey, EventStamp> asked(Collection<EventKey> keys) {
        var found = new HashMap<>(log);
        found.keySet().retainAll(keys);
        return found;
    }

    private static EventKey stream(int number, int version) {
        return new EventKey(new StreamId("shelf", "01990000-0000-7000-8000-%012d".formatted(number)), version);
    }

    private void recorded(int number, int version, Instant time, String actor) {
        log.put(stream(number, version), new EventStamp(time, actor));
    }

    @Test
    void eachStreamHasItsFirstEventAndTheOneOfTheListedVersion() {
        recorded(1, 1, NINE, "hana");
        recorded(1, 2, TEN, "mika");
        recorded(1, 3, TEN.plusSeconds(1), "later");
        recorded(2, 1, TEN, "");

        assertThat(queries.of(List.of(stream(2, 1), stream(1, 2))))
                .containsExactly(
                        new ListedChange(Optional.of(TEN), Optional.of(TEN), Optional.of("")),
                        new ListedChange(Optional.of(NINE), Optional.of(TEN), Optional.of("mika")));
        assertThat(queries.of(List.of())).isEmpty();
    }

    @Test
    void whatTheLogDoesNotHaveOrCannotTellIsEmpty() {
        recorded(1, 1, NINE, "hana");
        recorded(2, 1, LogEntry.UNKNOWN_TIME, "hana");

        assertThat(queries.of(List.of(stream(1, 2), stream(2, 1), stream(3, 4))))
                .containsExactly(
                        new ListedChange(Optional.of(NINE), Optional.empty(), Optional.empty()),
                        new ListedChange(Optional.empty(), Optional.empty(), Optional.of("hana")),
                        new ListedChange(Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
