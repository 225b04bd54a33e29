package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.log.EventLog;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.LogPlace;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.EventStore;
import io.ledger.testkit.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EventLog} promises, whatever it is made of.
 *
 * @param <S> states
 * @param <E> events
 */
public abstract class EventLogContract<S, E> {

    private static final int WRITERS = 8;
    private static final int EVENTS_OF_EACH = 25;

    private SampleStreams<S, E> streams;

    /** The aggregate whose events are in the log. */
    protected abstract Sample<S, E> sample();

    /** What adds to the log, which is empty at the start of each test. */
    protected abstract EventStore<S> store();

    /** The log. */
    protected abstract EventLog<E> log();

    /** The same log as a reader of another category sees it. */
    protected abstract EventLog<?> foreignLog();

    @BeforeEach
    void takeSample() {
        streams = new SampleStreams<>(sample().aggregate());
    }

    @Test
    void theLogGivesBackWhatWasRecorded() {
        var append = streams.create(streams.newId(), sample().history(1));
        store().append(append);

        assertThat(log().readFrom(GlobalPosition.START, 10)).isEqualTo(first(append, SampleStreams.METADATA));
        assertThat(log().replayFrom(GlobalPosition.START, 10)).isEqualTo(first(append, EventMetadata.NONE));
    }

    private static List<LogEntry<?>> first(Append append, EventMetadata metadata) {
        var stream = append.first();
        var event = stream.events().getFirst();
        return List.of(new Recorded<>(
                position(1), event.id(), stream.stream(), 1, SampleStreams.TIME, metadata, event.event()));
    }

    @Test
    void theLogIsReadInPagesFromAPositionOn() {
        for (var i = 0; i < 7; i++) {
            create();
        }

        assertThat(positions(log().readFrom(position(3), 3))).containsExactly(3L, 4L, 5L);
        assertThat(positions(log().readFrom(position(6), 3))).containsExactly(6L, 7L);
        assertThat(positions(log().replayFrom(position(3), 3))).containsExactly(3L, 4L, 5L);
        assertThat(log().readFrom(position(8), 3)).isEmpty();
        assertThat(log().head()).isEqualTo(position(7));
    }

    @Test
    void eventsThatWereRecordedTogetherStandTogether() {
        create();
        store().append(streams.create(streams.newId(), sample().history(3)));

        var entries = log().readFrom(position(2), 10);

        assertThat(positions(entries)).containsExactly(2L, 3L, 4L);
        assertThat(entries).map(entry -> ((Recorded<E>) entry).version()).containsExactly(1, 2, 3);
    }

    @Test
    void aPlaceOfTheLogTellsWhichEventStandsThere() {
        streams.record(store(), streams.newId(), sample().history(3));
        var events = log().readFrom(GlobalPosition.START, 10);

        assertThat(log().end())
                .isEqualTo(new LogPlace(position(3), events.getLast().eventId()));
        assertThat(log().at(position(2)))
                .isEqualTo(new LogPlace(position(2), events.get(1).eventId()));
        assertThat(log().at(position(4))).isEqualTo(new LogPlace(position(4), ""));
    }

    @Test
    void bothEndsOfALogThatNobodyTamperedWithAreTheSame() {
        create();
        create();

        assertThat(log().ends()).isEqualTo(new EventLog.Ends(position(2), Optional.of(position(2)), 0));
    }

    @Test
    void toAReaderOfAnotherCategoryTheEventsAreForeign() {
        streams.record(store(), streams.newId(), sample().history(2));

        var ids = log().readFrom(GlobalPosition.START, 10).stream()
                .map(LogEntry::eventId)
                .toList();
        var category = sample().aggregate().category();
        assertThat(ids).hasSize(2);
        assertThat(foreignLog().readFrom(GlobalPosition.START, 10))
                .isEqualTo(List.of(
                        new LogEntry.Foreign<>(position(1), ids.get(0), category),
                        new LogEntry.Foreign<>(position(2), ids.get(1), category)));
        assertThat(foreignLog().end()).isEqualTo(log().end());
    }

    @Test
    void aReaderSeesEveryPositionInOrderWhileWritersRace() throws Exception {
        var all = WRITERS * EVENTS_OF_EACH;
        var writers = new ArrayList<Callable<List<GlobalPosition>>>();
        for (var writer = 0; writer < WRITERS; writer++) {
            writers.add(() -> {
                var own = new ArrayList<GlobalPosition>();
                for (var i = 0; i < EVENTS_OF_EACH; i++) {
                    own.add(create());
                }
                return own;
            });
        }
        var seen = new ArrayList<Long>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> reader = executor.submit(() -> {
                while (seen.size() < all && !Thread.currentThread().isInterrupted()) {
                    seen.addAll(positions(log().readFrom(position(seen.size() + 1L), 50)));
                    assertThat(seen).isEqualTo(upTo(seen.size()));
                }
            });
            try {
                var written = AtOnce.run(writers).stream().flatMap(List::stream).toList();
                assertThat(written).hasSize(all).doesNotHaveDuplicates();
                reader.get(30, TimeUnit.SECONDS);
            } finally {
                reader.cancel(true);
            }
        }
        assertThat(seen).isEqualTo(upTo(all));
    }

    private GlobalPosition create() {
        return streams.record(store(), streams.newId(), sample().history(1));
    }

    private static GlobalPosition position(long value) {
        return new GlobalPosition(value);
    }

    private static List<Long> upTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static List<Long> positions(List<? extends LogEntry<?>> entries) {
        return entries.stream().map(entry -> entry.position().value()).toList();
    }
}
