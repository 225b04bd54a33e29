package io.ledger.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ledger.core.Sha256;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.Tag;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.stream.StreamAppend;
import io.ledger.core.stream.StreamIndex;
import io.ledger.core.stream.Versioned;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.EventTagging;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import io.ledger.testkit.contract.SampleStreams;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterCommand;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.CounterEvent.Added;
import io.ledger.testkit.counter.CounterEvent.CounterClosed;
import io.ledger.testkit.counter.CounterEvent.Started;
import io.ledger.testkit.counter.CounterRejection;
import io.ledger.testkit.counter.Counters;
import io.ledger.testkit.fault.FaultProxy;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tags of events from before, given by somebody who is cut short, and while others append. */
class EventTaggingTest {

    private static final String KEY = "name";

    /** The request alone, with the byte that says that it is one: the settings of a connection contain the word as well. */
    private static final String COMMIT = "\u0003COMMIT";

    /** A page of streams and a part of the next one. */
    private static final int STREAMS = StreamIndex.MAX_PAGE + 50;

    /** Counters by their names, which those have that start one and end one. */
    private static final Aggregate<CounterCommand, Counter, CounterEvent, CounterRejection> NAMED =
            Counters.AGGREGATE.tagged((before, event) -> switch (event) {
                case Started(var name) -> before.isEmpty() ? Set.of(tag(name)) : Set.of();
                case Added _ -> Set.of();
                case CounterClosed() -> Set.of(tag(before.orElseThrow().name()));
            });

    /** Said by the database itself: each event that has a tag, with that tag. */
    private static final String WANTED =
            "SELECT CONCAT(LEFT(SHA2(CONCAT('name:', JSON_VALUE(s.payload, '$.name')), 256), 32), ' ', e.position)"
                    + " FROM counter_events e JOIN counter_events s ON s.counter_id = e.counter_id AND s.version = 1"
                    + " WHERE e.event_type IN ('Started', 'Closed') ORDER BY e.position";

    private static final String GIVEN =
            "SELECT CONCAT(LOWER(HEX(tag)), ' ', position) FROM counter_events_tags ORDER BY position, tag";

    private DatabaseAccess access;
    private MariaDb direct;
    private FaultProxy proxy;
    private MariaDb proxied;

    @BeforeEach
    void fillWithoutTags() throws IOException, SQLException {
        access = TestStores.shared().freshDatabase();
        direct = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), Counters.TABLES);
        direct.migrate();
        proxy = FaultProxy.inFrontOf(access.jdbcUrl());
        proxied = MariaDb.at(proxy.through(access.jdbcUrl()), access.user(), access.password(), Counters.TABLES);
        fill();
    }

    @AfterEach
    void close() {
        proxy.close();
        proxied.close();
        direct.close();
    }

    /** Each stream starts, every third is added to, and every tenth of these is closed. */
    private void fill() throws SQLException {
        var rows = new StringJoiner(",");
        var position = 0;
        for (var i = 0; i < STREAMS; i++) {
            rows.add(row(++position, i, 1, "Started", "{\"name\":\"counter %d\"}".formatted(i)));
            if (i % 3 == 0) {
                rows.add(row(++position, i, 2, "Added", "{\"n\":1}"));
            }
            if (i % 30 == 0) {
                rows.add(row(++position, i, 3, "Closed", "{}"));
            }
        }
        sql("INSERT INTO counter_events (position, id, counter_id, version, event_type, payload, occurred_at, metadata)"
                + " VALUES " + rows);
        sql("UPDATE log_head SET position = " + position);
    }

    private static String row(int position, int stream, int version, String type, String payload) {
        return "(%d, UUID(), '%s', %d, '%s', '%s', '2026-04-01 09:00:00', '{}')"
                .formatted(position, stream(stream).id(), version, type, payload);
    }

    /** The streams are gone through in the order of their numbers. */
    private static StreamId stream(int number) {
        return StreamId.of(NAMED.category(), new UUID(0, number));
    }

    private static StreamId newId() {
        return StreamId.of(NAMED.category(), UUID.randomUUID());
    }

    private static Tag tag(String name) {
        return new Tag(KEY, name);
    }

    /** The tag of a name as the table has it. */
    private static String digest(String name) {
        return Sha256.hex("name:" + name, 32);
    }

    private static EventTagging<Counter, CounterEvent> tagging(MariaDb database) {
        return new EventTagging<>(database.database(), NAMED, KEY);
    }

    /** Goes on with the work and tells how many streams were looked at, page by page. */
    private List<Long> goOn() throws InterruptedException {
        var looked = new ArrayList<Long>();
        tagging(direct).complete(looked::add);
        return looked;
    }

    private void allHaveTheirTags() throws SQLException {
        assertThat(sql(GIVEN)).hasSizeGreaterThan(STREAMS).isEqualTo(sql(WANTED));
        assertThat(tagging(direct).isComplete()).isTrue();
    }

    @Test
    void whoIsStoppedGoesOnWhereItWas() throws Exception {
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() ->
                        tagging(direct).complete(_ -> Thread.currentThread().interrupt()));

        assertThat(tagging(direct).isComplete()).isFalse();
        assertThat(sql(GIVEN))
                .hasSizeGreaterThan(StreamIndex.MAX_PAGE)
                .noneMatch(row -> row.startsWith(digest("counter 1000")));
        assertThat(goOn()).containsExactly((long) STREAMS - StreamIndex.MAX_PAGE);
        allHaveTheirTags();
    }

    @Test
    void aPageThatIsCutShortIsDoneAgainAsAWhole() throws Exception {
        var lost = proxy.dropRequest("REPLACE INTO log_tagging", 1);
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> tagging(proxied).complete(_ -> {}));
        lost.await();

        assertThat(sql(GIVEN)).isEmpty();
        assertThat(goOn()).containsExactly((long) StreamIndex.MAX_PAGE, (long) STREAMS);
        allHaveTheirTags();
    }

    @Test
    void aCommitWhoseAnswerIsLostCounts() throws Exception {
        var lost = proxy.loseAnswer(COMMIT, 1);
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> tagging(proxied).complete(_ -> {}));
        lost.await();

        assertThat(goOn()).containsExactly((long) STREAMS - StreamIndex.MAX_PAGE);
        allHaveTheirTags();
    }

    @Test
    void whatIsAppendedMeanwhileHasItsTagsOnce() throws Exception {
        var store = store(direct);
        var isOver = new AtomicBoolean();
        var writing = new CountDownLatch(4);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = new ArrayList<Callable<Integer>>();
            for (var writer = 0; writer < 4; writer++) {
                writers.add(() -> {
                    var written = 0;
                    while (!isOver.get()) {
                        append(store, newId(), new Started("written " + written++), new CounterClosed());
                        writing.countDown();
                    }
                    return written;
                });
            }
            var results = writers.stream().map(executor::submit).toList();
            assertThat(writing.await(60, TimeUnit.SECONDS)).isTrue();
            // Behind the place that the work has come to, and before it.
            tagging(direct).complete(looked -> {
                if (looked == StreamIndex.MAX_PAGE) {
                    append(store, stream(1), new CounterClosed());
                    append(store, stream(STREAMS - 2), new CounterClosed());
                    append(store, stream(STREAMS), new Started("new"));
                }
            });
            isOver.set(true);
            for (var result : results) {
                assertThat(result.get(60, TimeUnit.SECONDS)).isPositive();
            }
        }
        assertThat(sql(GIVEN)).anyMatch(row -> row.startsWith(digest("new")));
        allHaveTheirTags();
    }

    @Test
    void serversMayDoItAtOnce() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var servers = List.of(executor.submit(this::goOn), executor.submit(this::goOn));
            for (var server : servers) {
                assertThat(server.get(60, TimeUnit.SECONDS)).endsWith((long) STREAMS);
            }
        }
        allHaveTheirTags();
    }

    @Test
    void whatWasRecordedWithoutTagsIsLookedAtAgain() throws Exception {
        goOn();
        tagging(direct).forget();
        assertThat(tagging(direct).isComplete()).isFalse();
        var store = store(direct);
        append(store, stream(1), store.load(stream(1)).value(), new CounterClosed(), Set.of());
        assertThat(sql(GIVEN)).hasSize(sql(WANTED).size() - 1);

        assertThat(goOn()).containsExactly((long) StreamIndex.MAX_PAGE, (long) STREAMS);
        allHaveTheirTags();
    }

    private static EventStore<Counter> store(MariaDb database) {
        return new MariaDbEventStore<>(database.database(), NAMED, new Appender(database.database(), 5));
    }

    /** Each event with its tags, as a server records it that has the rule. */
    private static void append(EventStore<Counter> store, StreamId id, CounterEvent... events) {
        for (var event : events) {
            var before = store.load(id).value();
            var state = before.map(Versioned::state);
            append(store, id, before, event, NAMED.tagger().tags(state, event));
        }
    }

    private static void append(
            EventStore<Counter> store,
            StreamId id,
            Optional<Versioned<Counter>> before,
            CounterEvent event,
            Set<Tag> tags) {
        var recorded = new NewEvent<>(UUID.randomUUID(), SampleStreams.TIME, SampleStreams.METADATA, event, tags);
        var after = NAMED.decider().evolve(before.map(Versioned::state), event);
        var append = new StreamAppend<>(NAMED, id, before.map(Versioned::lastEvent), List.of(recorded), after);
        assertThat(store.append(new Append(append))).isInstanceOf(Appended.class);
    }

    private List<String> sql(String sql) throws SQLException {
        try (var connection = direct.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            var read = new ArrayList<String>();
            if (statement.execute(sql)) {
                var rows = statement.getResultSet();
                while (rows.next()) {
                    read.add(rows.getString(1));
                }
            }
            return read;
        }
    }
}
