package io.ledger.projection;

import static io.circleledger.domain.circle.CircleSamples.created;
import static io.circleledger.domain.circle.CircleSamples.dissolved;
import static io.circleledger.domain.circle.CircleSamples.renamed;
import static io.circleledger.domain.circle.CircleSamples.resized;
import static io.ledger.projection.EntriesInMemory.foreign;
import static io.ledger.projection.EntriesInMemory.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.Seeds;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.projection.ProjectionStep.Outcome;
import io.ledger.projection.ProjectionStep.Stride;
import io.ledger.projection.history.LogObserver;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random histories, delivered in every way there is: no document is ever wrong. */
class RandomProjectionTest {

    private static final StreamId ID = Circles.stream(new UUID(0, 1));

    private final EntriesInMemory log = new EntriesInMemory();
    private final ViewsInMemory views = new ViewsInMemory();

    @ParameterizedTest
    @MethodSource("seeds")
    void onEveryDocumentEachPastEventIsSkippedAndEachSkippedOneIsLeftToTheLog(long seed) {
        var events = log.history(ID, randomEvents(new Random(seed)));
        for (var version = 0; version <= events.size(); version++) {
            var document = replayed(events, version);
            if (version > 0 && document.isEmpty()) {
                continue;
            }
            for (var event : events) {
                var where = "seed %d: %s on %s".formatted(seed, event, document);
                views.clear();
                document.ifPresent(views::put);
                var loads = log.loaded().size();
                apply(event);
                var now = Math.max(version, event.version() > version + 1 ? events.size() : event.version());
                assertThat(views.find(ID)).as(where).isEqualTo(replayed(events, now));
                assertThat(log.loaded().size() > loads).as(where).isEqualTo(event.version() > version + 1);
            }
        }
    }

    /**
     * Deliveries in any order and any number, until the history has been seen to its end.
     *
     * <p>A document that is gone remembers nothing: that its circle is not delivered again is what the checkpoint
     * beside the documents is for.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void noOrderOfDeliveriesEverMakesAWrongDocument(long seed) {
        var random = new Random(seed);
        var events = log.history(ID, randomEvents(random));
        var version = 0;
        for (var event : shuffledWithDuplicates(events, random)) {
            var where = "seed %d: %s on %s".formatted(seed, event, views.find(ID));
            apply(event);
            if (event.version() > version) {
                version = event.version() == version + 1 ? event.version() : events.size();
            }
            assertThat(views.find(ID)).as(where).isEqualTo(replayed(events, version));
            if (version > 0 && views.find(ID).isEmpty()) {
                break;
            }
        }
        assertThat(views.find(ID)).as("seed %d", seed).isEqualTo(replayed(events, events.size()));
    }

    /** Events of another category stand between, and every cut into pages and steps gives the same. */
    @ParameterizedTest
    @MethodSource("seeds")
    void howeverALogIsCutTheDocumentsAreTheReplays(long seed) {
        var random = new Random(seed);
        var histories = new ArrayList<List<CircleEvent>>();
        for (var i = 0; i < 4; i++) {
            histories.add(List.of(randomEvents(random)));
        }
        var seen = new int[histories.size()];
        var left = histories.stream().mapToInt(List::size).sum();
        for (var position = 1; left > 0; position++) {
            var next = random.nextInt(histories.size() + 1);
            if (next == histories.size() || seen[next] == histories.get(next).size()) {
                log.add(foreign(position));
                continue;
            }
            log.add(recorded(
                    position, id(next), seen[next] + 1, histories.get(next).get(seen[next])));
            seen[next]++;
            left--;
        }
        while (step(random.nextInt(1, 7)).run() instanceof Outcome.Progressed) {}

        for (var i = 0; i < histories.size(); i++) {
            assertThat(views.find(id(i)))
                    .as("seed %d", seed)
                    .isEqualTo(log.state(id(i)).flatMap(CircleStreams.PROJECTION::view));
        }
        assertThat(log.loaded()).as("seed %d: nothing was missing", seed).isEmpty();
        assertThat(views.checkpoint().orElseThrow().position()).isEqualTo(log.head());
    }

    static LongStream seeds() {
        return Seeds.fixedAndOneFresh();
    }

    private static StreamId id(int number) {
        return Circles.stream(new UUID(1, number));
    }

    private static CircleEvent[] randomEvents(Random random) {
        var events = new ArrayList<CircleEvent>();
        events.add(created("Chess", 12));
        for (var i = random.nextInt(12); i > 0; i--) {
            events.add(random.nextBoolean() ? resized(random.nextInt(3, 100)) : renamed("Go " + random.nextInt(10)));
        }
        if (random.nextInt(3) == 0) {
            events.add(dissolved());
        }
        return events.toArray(CircleEvent[]::new);
    }

    private static <T> List<T> shuffledWithDuplicates(List<T> events, Random random) {
        var deliveries = new ArrayList<>(events);
        IntStream.range(0, events.size()).forEach(_ -> deliveries.add(events.get(random.nextInt(events.size()))));
        Collections.shuffle(deliveries, random);
        return deliveries;
    }

    private static Optional<CircleView> replayed(List<Recorded<CircleEvent>> events, int version) {
        var prefix = new EntriesInMemory();
        events.subList(0, version).forEach(prefix::add);
        return prefix.state(ID).flatMap(CircleStreams.PROJECTION::view);
    }

    private void apply(LogEntry<CircleEvent> entry) {
        var fold = new ProjectionFold<>(CircleStreams.PROJECTION, log, views, Checkpoint.START, InstantSource.system());
        fold.page(List.of(entry));
        fold.changes().forEach(views::apply);
    }

    private ProjectionStep<Circle, CircleEvent, CircleView> step(int page) {
        return new ProjectionStep<>(
                CircleStreams.PROJECTION,
                new LogSource<>(log),
                log,
                views,
                InstantSource.system(),
                new Stride(page, Integer.MAX_VALUE, 1_000, 2),
                LogObserver.UNHEARD);
    }
}
