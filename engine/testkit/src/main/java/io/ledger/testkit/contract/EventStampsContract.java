package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.StreamId;
import io.ledger.core.stream.EventStamps;
import io.ledger.core.stream.EventStamps.EventKey;
import io.ledger.core.stream.EventStamps.EventStamp;
import io.ledger.core.stream.EventStore;
import io.ledger.testkit.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EventStamps} promises, whatever it reads them from.
 *
 * @param <S> states
 * @param <E> events
 */
public abstract class EventStampsContract<S, E> {

    private static final EventStamp STAMP = new EventStamp(SampleStreams.TIME, SampleStreams.METADATA.actor());

    private SampleStreams<S, E> streams;

    /** The aggregate whose events are stamped. */
    protected abstract Sample<S, E> sample();

    /** What records them, empty at the start of each test. */
    protected abstract EventStore<S> store();

    /** The stamps of what that store has recorded. */
    protected abstract EventStamps stamps();

    @BeforeEach
    void takeSample() {
        streams = new SampleStreams<>(sample().aggregate());
    }

    private StreamId recorded(int versions) {
        var id = streams.newId();
        streams.record(store(), id, sample().history(versions));
        return id;
    }

    @Test
    void eventsOfSeveralStreamsAreFoundByTheirVersions() {
        var first = recorded(3);
        var second = recorded(2);
        var asked = List.of(new EventKey(second, 2), new EventKey(first, 1), new EventKey(first, 3));

        assertThat(stamps().of(asked)).isEqualTo(Map.of(asked.get(0), STAMP, asked.get(1), STAMP, asked.get(2), STAMP));
        assertThat(stamps().of(List.of())).isEmpty();
    }

    @Test
    void ofWhatTheLogDoesNotHaveThereIsNoStamp() {
        var id = recorded(2);
        var last = new EventKey(id, 2);
        var elsewhere = new StreamId("of-another", id.id());

        assertThat(stamps().of(List.of(
                        last, new EventKey(id, 3), new EventKey(streams.newId(), 1), new EventKey(elsewhere, 1))))
                .isEqualTo(Map.of(last, STAMP));
    }

    @Test
    void moreCanBeAskedForThanAreReadAtOnce() {
        var asked = new ArrayList<EventKey>();
        for (var stream = 0; stream < 3; stream++) {
            var id = recorded(2);
            for (var version = 1; version <= 600; version++) {
                asked.add(new EventKey(id, version));
            }
            asked.add(new EventKey(id, 2));
        }

        assertThat(stamps().of(asked))
                .hasSize(6)
                .allSatisfy((key, stamp) -> assertThat(key.version()).isLessThan(3));
    }
}
