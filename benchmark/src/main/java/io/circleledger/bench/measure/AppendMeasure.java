package io.circleledger.bench.measure;

import io.circleledger.bench.load.TimeOrderedIds;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.Sha256;
import io.ledger.core.StreamId;
import io.ledger.core.decide.EncodedEvent;
import io.ledger.core.decide.Fold;
import io.ledger.core.decide.Tag;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendCondition;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.EventQuery;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.stream.QueriedLog;
import io.ledger.core.stream.StreamAppend;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.stores.DataDirectory;
import io.ledger.stores.EmbeddedMariaDb;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What tags and conditions cost an append: the log alone on a MariaDB of its own, with nothing above it and no projection
 * beside it, by many writers at once.
 */
public final class AppendMeasure {

    private static final int WRITERS = 64;
    private static final int SNAPSHOT_INTERVAL = 5;
    private static final EventMetadata METADATA = new EventMetadata("bench", "bench", "bench");

    /** What an append has besides its event. */
    private enum Kind {
        UNTAGGED,
        TAGGED,
        CONDITIONAL,
        /** Conditional, after a question to the log. */
        QUERIED;

        String figure() {
            return "append/" + name().toLowerCase(Locale.ROOT);
        }
    }

    private final Run run;
    private final AtomicLong numbers = new AtomicLong();
    private final TimeOrderedIds streamIds = new TimeOrderedIds(System.currentTimeMillis());
    private final TimeOrderedIds eventIds = new TimeOrderedIds(1);
    private final CircleEvent created;

    public AppendMeasure(Run run) {
        this.run = run;
        this.created = CircleStreams.AGGREGATE
                                .events()
                                .decode(new EncodedEvent("CircleCreated", 1, "{\"name\":\"circle\",\"capacity\":20}"))
                        instanceof Valid<CircleEvent>(var event)
                ? event
                : failed();
    }

    private static CircleEvent failed() {
        throw new IllegalStateException("the first version of CircleCreated cannot be read any more");
    }

    /** The first round is not kept: the compiler is at work in it. */
    public void measure() throws IOException, InterruptedException {
        run.progress().say("append: starting a MariaDB");
        var directory = Ledger.emptyDirectory(run.work(), "append");
        try (var data = DataDirectory.open(directory.resolve("data"));
                var database = EmbeddedMariaDb.start(data);
                var mariaDb = MariaDb.at(
                        database.access().jdbcUrl(),
                        database.access().user(),
                        database.access().password(),
                        CircleStreams.TABLES)) {
            mariaDb.migrate();
            var appender = new Appender(mariaDb.database(), SNAPSHOT_INTERVAL);
            var log = new MariaDbEventLog<>(mariaDb.database(), CircleStreams.AGGREGATE);
            for (var kind : Kind.values()) {
                append(appender, log, kind, run.sizes().warmUpMillis() / 4);
            }
            for (var round = 0; round < run.sizes().rounds(); round++) {
                for (var kind : Kind.values()) {
                    var perSecond = append(appender, log, kind, run.sizes().runMillis());
                    run.results().add(kind.figure(), perSecond);
                    run.progress().say("%-18s %,9.0f/s", kind.figure(), perSecond);
                }
            }
        }
    }

    /** Appends until the time is over, and tells how many a second were recorded. */
    private double append(Appender appender, QueriedLog<CircleEvent> log, Kind kind, int millis)
            throws InterruptedException {
        var start = System.nanoTime();
        var end = start + millis * 1_000_000L;
        Callable<Long> writer = () -> {
            var count = 0L;
            for (; System.nanoTime() < end; count++) {
                if (!(appender.append(next(log, kind)) instanceof Appended)) {
                    throw new IllegalStateException("an append that nothing stands against was refused");
                }
            }
            return count;
        };
        var sum = 0L;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var count : executor.invokeAll(Collections.nCopies(WRITERS, writer))) {
                sum += count.get();
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a writer failed", failure.getCause());
        }
        return sum * 1e9 / (System.nanoTime() - start);
    }

    private static UUID id(TimeOrderedIds ids) {
        return UUID.fromString(ids.next());
    }

    private Append next(QueriedLog<CircleEvent> log, Kind kind) {
        var tag = new Tag("name", Sha256.hex(String.valueOf(numbers.incrementAndGet())));
        var query = EventQuery.tagged(tag);
        List<AppendCondition> conditions = switch (kind) {
            case UNTAGGED, TAGGED -> List.of();
            case CONDITIONAL -> List.of(new AppendCondition(query, GlobalPosition.START));
            case QUERIED ->
                List.of(new AppendCondition(
                        query,
                        log.matching(query, GlobalPosition.START, QueriedLog.MAX_PAGE)
                                .completeTo()));
        };
        var circles = CircleStreams.AGGREGATE;
        var stream = StreamId.of(circles.category(), id(streamIds));
        var event = new NewEvent<>(
                id(eventIds),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                METADATA,
                created,
                kind == Kind.UNTAGGED ? Set.of() : Set.of(tag));
        Circle after = Fold.start(circles, stream).then(created).state().orElseThrow();
        return new Append(
                List.of(new StreamAppend<>(circles, stream, Optional.empty(), List.of(event), after)),
                conditions,
                Optional.empty());
    }
}
