package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.Histories.Entry;
import io.ledger.core.stream.Histories.HistorySlice;
import io.ledger.core.stream.Histories.Past;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.stream.StreamAppend;
import io.ledger.core.stream.Versioned;
import io.ledger.testkit.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Histories} promises, whatever it reads them from.
 *
 * @param <S> states
 * @param <E> events
 */
public abstract class HistoriesContract<S, E> {

    private static final Instant NINE = Instant.parse("2026-04-01T09:00:00.123456Z");

    private final List<NewEvent<E>> recorded = new ArrayList<>();
    private StreamId grown;
    private StreamId other;

    /** The aggregate whose histories are read. */
    protected abstract Sample<S, E> sample();

    /** What adds to the histories, which are empty at the start of each test. */
    protected abstract EventStore<S> store();

    /** The histories in that store. */
    protected abstract Histories<S, E> histories();

    @BeforeEach
    void takeSample() {
        grown = new StreamId(sample().aggregate().category(), "01990000-0000-7000-8000-000000000001");
        other = new StreamId(sample().aggregate().category(), "01990000-0000-7000-8000-000000000002");
    }

    private void given(StreamId id, Instant time, E event) {
        var latest = store().load(id).value();
        var next = new NewEvent<>(UUID.randomUUID(), time, SampleStreams.METADATA, event);
        var after = sample().aggregate().decider().evolve(latest.map(Versioned::state), event);
        store().append(new Append(
                new StreamAppend<>(sample().aggregate(), id, latest.map(Versioned::lastEvent), List.of(next), after)));
        if (id.equals(grown)) {
            recorded.add(next);
        }
    }

    /** The stream with versions 1 to {@code last}, each a second after the one before. */
    private void grow(int last) {
        for (var version = 1; version <= last; version++) {
            given(grown, NINE.plusSeconds(version), event(version));
        }
    }

    private E event(int version) {
        return version == 1 ? sample().created() : sample().changed().apply(version);
    }

    /** What the stream was at a version, when its first event has a given position. */
    private Versioned<S> then(int version, long createdAt) {
        var last = recorded.get(version - 1);
        return new Versioned<>(
                grown,
                version,
                sample().state(
                                grown,
                                recorded.stream()
                                        .limit(version)
                                        .map(NewEvent::event)
                                        .toList()),
                position(createdAt),
                position(createdAt + version - 1),
                last.occurredAt(),
                last.id().toString());
    }

    private static GlobalPosition position(long value) {
        return new GlobalPosition(value);
    }

    private static List<Integer> versions(HistorySlice<?> page) {
        return page.entries().stream().map(Entry::version).toList();
    }

    @Test
    void anEntryIsGivenBackAsItWasRecorded() {
        given(other, NINE, event(1));
        given(grown, NINE, event(1));

        var event = recorded.getFirst();
        var eventType = sample().aggregate().events().encode(event.event()).eventType();
        assertThat(histories().after(grown, 0, 10))
                .isEqualTo(new HistorySlice<>(
                        position(2),
                        1,
                        List.of(new Entry<>(
                                position(2),
                                1,
                                event.id().toString(),
                                eventType,
                                NINE,
                                SampleStreams.METADATA,
                                new Parsed.Valid<>(event.event())))));
    }

    @Test
    void aHistoryIsReadForwardsInPages() {
        grow(7);
        given(other, NINE, event(1));

        var page = histories().after(grown, 2, 3);

        assertThat(versions(page)).containsExactly(3, 4, 5);
        assertThat(page.currentVersion()).isEqualTo(7);
        assertThat(page.head()).isEqualTo(position(8));
        assertThat(versions(histories().after(grown, 5, 3))).containsExactly(6, 7);
        assertThat(histories().after(grown, 7, 3)).isEqualTo(new HistorySlice<>(position(8), 7, List.of()));
    }

    @Test
    void aHistoryIsReadBackwardsInPages() {
        grow(7);
        given(other, NINE, event(1));

        var page = histories().before(grown, Integer.MAX_VALUE, 3);

        assertThat(versions(page)).containsExactly(7, 6, 5);
        assertThat(page.currentVersion()).isEqualTo(7);
        assertThat(page.head()).isEqualTo(position(8));
        assertThat(versions(histories().before(grown, 3, 3))).containsExactly(2, 1);
        assertThat(histories().before(grown, 1, 3)).isEqualTo(new HistorySlice<>(position(8), 7, List.of()));
    }

    @Test
    void aHistoryThatIsNotThereIsEmptyInTheLogAsFarAsItGoes() {
        given(other, NINE, event(1));

        assertThat(histories().after(grown, 0, 3)).isEqualTo(new HistorySlice<>(position(1), 0, List.of()));
        assertThat(histories().before(grown, Integer.MAX_VALUE, 3))
                .isEqualTo(new HistorySlice<>(position(1), 0, List.of()));
        assertThat(histories().atVersion(grown, 1)).isEqualTo(new Past.Unknown<>(position(1)));
        assertThat(histories().atTime(grown, NINE)).isEqualTo(new Past.Unknown<>(position(1)));
    }

    @Test
    void aPageHasALimit() {
        assertThatThrownBy(() -> histories().after(grown, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> histories().before(grown, 1, Histories.MAX_PAGE + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> histories().atVersion(grown, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyVersionIsFoundAsItWas() {
        given(other, NINE, event(1));
        grow(13);

        for (var version = 1; version <= 13; version++) {
            assertThat(histories().atVersion(grown, version))
                    .isEqualTo(new Past.State<>(position(14), then(version, 2), 13));
        }
        assertThat(histories().atVersion(grown, 14)).isEqualTo(new Past.NotReached<>(position(14), 13));
        assertThat(histories().atVersion(grown, Integer.MAX_VALUE)).isEqualTo(new Past.NotReached<>(position(14), 13));
    }

    @Test
    void everyTimeIsThatOfTheLastEventBeforeIt() {
        grow(13);

        for (var version = 1; version <= 13; version++) {
            var state = new Past.State<>(position(13), then(version, 1), 13);
            assertThat(histories().atTime(grown, NINE.plusSeconds(version))).isEqualTo(state);
            assertThat(histories().atTime(grown, NINE.plusSeconds(version).plusMillis(999)))
                    .isEqualTo(state);
        }
        assertThat(histories().atTime(grown, Instant.MAX)).isEqualTo(new Past.State<>(position(13), then(13, 1), 13));
        assertThat(histories().atTime(grown, NINE.plusSeconds(1).minusNanos(1)))
                .isEqualTo(new Past.NotCreatedYet<>(position(13), NINE.plusSeconds(1)));
        assertThat(histories().atTime(grown, Instant.MIN))
                .isEqualTo(new Past.NotCreatedYet<>(position(13), NINE.plusSeconds(1)));
    }

    @Test
    void ofEventsAtOneTimeTheLastCounts() {
        given(grown, NINE, event(1));
        given(grown, NINE, event(2));
        given(grown, NINE, event(3));
        given(grown, NINE.plusSeconds(1), event(4));

        assertThat(histories().atTime(grown, NINE)).isEqualTo(new Past.State<>(position(4), then(3, 1), 4));
    }
}
