package io.circleledger.main;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newEvent;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleProjection;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.SortBy;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.search.CircleSearchSchema;
import io.circleledger.infrastructure.search.LuceneCircleSearch;
import io.circleledger.infrastructure.stored.CircleEvents;
import io.circleledger.infrastructure.stored.CircleSnapshots;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.Floor;
import io.ledger.core.read.HistoryQueries;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.StreamAppend;
import io.ledger.core.stream.Versioned;
import io.ledger.http.feed.CloudEventCodec;
import io.ledger.lucene.LuceneDocumentStore;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventFeed;
import io.ledger.mariadb.MariaDbEventImport;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.mariadb.MariaDbSnapshotLog;
import io.ledger.mariadb.Upcaster;
import io.ledger.projection.Projector;
import io.ledger.projection.ReadModel;
import io.ledger.projection.ReadModelRebuild;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import io.ledger.projection.WakeUpChannel;
import io.ledger.projection.check.Findings;
import io.ledger.projection.check.LogImport;
import io.ledger.projection.check.LogOrder;
import io.ledger.projection.check.Verification;
import io.ledger.redis.PatientRedis;
import io.ledger.redis.Redis;
import io.ledger.stores.TestStores;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ledger with events of two schema versions, read by everybody who reads events.
 *
 * <p>In version 1 of this test's own CircleCreated the name was called {@code title}.
 */
class SchemaVersionTest {

    private static final Aggregate<CircleCommand, Circle, CircleEvent, CircleRejection> CIRCLES = new Aggregate<>(
            Circles.CATEGORY,
            new CircleDecider(),
            new CircleEvents(List.of(new Upcaster("CircleCreated", 1, old -> {
                old.set("name", old.remove("title"));
                return old;
            }))),
            new CircleSnapshots());

    private static final CircleProjection PROJECTION = new CircleProjection(CIRCLES, false);

    private static final StreamId OLD = newId();
    private static final StreamId NEW = newId();

    @TempDir
    Path directory;

    private MariaDb database;
    private Redis redis;
    private MariaDbEventLog<CircleEvent> log;
    private EventStore<Circle> store;

    @BeforeEach
    void fill() throws SQLException {
        database = freshDatabase();
        redis = PatientRedis.at(TestStores.shared().freshRedis().url());
        log = new MariaDbEventLog<>(database.database(), CIRCLES);
        store = store(database);
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, schema_version, payload,"
                + " occurred_at, metadata) VALUES (1, UUID(), '" + OLD + "', 1, 'CircleCreated', 1,"
                + " '{\"title\":\"写真部\",\"capacity\":20}', '2025-04-01 09:00:00', '{\"actor\":\"mika\"}')");
        execute("UPDATE log_head SET position = 1 WHERE id = 1");
        record(NEW, created("写真同好会", 12));
        record(OLD, resized(21), resized(22), resized(23), resized(24), resized(25));
    }

    @AfterEach
    void close() {
        redis.close();
        database.close();
    }

    private static MariaDbEventStore<Circle, CircleEvent> store(MariaDb database) {
        return new MariaDbEventStore<>(database.database(), CIRCLES, new Appender(database.database(), 5));
    }

    private static MariaDb freshDatabase() {
        var access = TestStores.shared().freshDatabase();
        var opened = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        opened.migrate();
        return opened;
    }

    /** Each event as this test's own codec writes it. */
    private void record(StreamId id, CircleEvent... events) {
        for (var event : events) {
            var loaded = store.load(id).value();
            var append = new StreamAppend<>(
                    CIRCLES,
                    id,
                    loaded.map(Versioned::lastEvent),
                    List.of(newEvent(event)),
                    CIRCLES.decider().evolve(loaded.map(Versioned::state), event));
            assertThat(store.append(new Append(append))).isInstanceOf(Appended.class);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void withoutTheUpcasterTheOldEventCannotBeRead() throws SQLException {
        execute("DELETE FROM circle_snapshots");
        var store = CircleLog.store(database, 5);
        assertThatExceptionOfType(CorruptStreamException.class).isThrownBy(() -> store.load(OLD));
    }

    @Test
    void historyBlameAndThePastReadBothVersions() throws SQLException {
        execute("DELETE FROM circle_snapshots");
        var histories = new MariaDbHistories<>(database.database(), CIRCLES);
        assertThat(histories.after(OLD, 0, 10).entries())
                .hasSize(6)
                .allSatisfy(entry -> assertThat(entry.event()).isInstanceOf(Valid.class));
        var queries = new HistoryQueries<>(histories, PROJECTION, new Floor(log.head()));
        var name = queries.blame(OLD, GlobalPosition.START)
                .value()
                .orElseThrow()
                .fields()
                .get("name");
        assertThat(name.value()).isEqualTo("写真部");
        assertThat(name.setBy().version()).isEqualTo(1);
        assertThat(store.load(OLD).value().orElseThrow().version()).isEqualTo(6);
        assertThat(queries.blame(NEW, GlobalPosition.START)
                        .value()
                        .orElseThrow()
                        .fields()
                        .get("name")
                        .value())
                .isEqualTo("写真同好会");
    }

    @Test
    void theFeedExportAndImportKeepBothVersionsAsTheyAre() {
        var exported = events(database);
        assertThat(exported).extracting(StoredEvent::unreadable).containsOnly(Optional.empty());
        assertThat(exported).extracting(StoredEvent::schemaVersion).containsExactly(1, 2, 1, 1, 1, 1, 1);

        try (var other = freshDatabase()) {
            var lines = exported.stream().map(CloudEventCodec::encode).toList();
            var findings = new ArrayList<String>();
            var taken = new LogImport(
                    List.of(CIRCLES), new MariaDbEventImport(other.database()), new Findings(findings::add), 5);
            assertThat(taken.record(
                            GlobalPosition.START,
                            lines.stream()
                                    .map(line ->
                                            CloudEventCodec.decode(line).orElseThrow(IllegalArgumentException::new))
                                    .toList()))
                    .isTrue();
            assertThat(findings).isEmpty();
            assertThat(events(other)).isEqualTo(exported);
            assertThat(store(other).load(OLD).value()).isEqualTo(store.load(OLD).value());
        }
    }

    private static List<StoredEvent> events(MariaDb from) {
        return new MariaDbEventFeed(from.database(), List.of(CIRCLES))
                .after(GlobalPosition.START, FeedFilter.ALL, 100)
                .events();
    }

    @Test
    void readModelSearchRebuildAndVerifyReadBothVersions() throws Exception {
        follow(ReadModel.shared("redis"), redis.store(CircleStreams.REDIS));
        assertThat(redis.store(CircleStreams.REDIS)
                        .documents(redis.store(CircleStreams.REDIS).checkpoint().orElseThrow(), List.of(OLD, NEW))
                        .values())
                .extracting(view -> view.details().name().value())
                .containsExactlyInAnyOrder("写真部", "写真同好会");
        try (var index = LuceneDocumentStore.open(directory, new CircleSearchSchema())) {
            follow(ReadModel.local("search"), index);
            var found = new LuceneCircleSearch(index)
                    .page(new Criteria(Optional.of("写真"), 3, 32_767, SortBy.CREATED, false), Optional.empty(), 10);
            assertThat(found.documents())
                    .extracting(view -> view.details().name().value())
                    .containsExactly("写真部", "写真同好会");
        }
        var rebuilt = new ReadModelRebuild<>(
                        PROJECTION,
                        log,
                        store,
                        redis.readModels(CircleStreams.REDIS),
                        InstantSource.system(),
                        (_, _, _) -> {})
                .rebuild(0);
        assertThat(rebuilt)
                .isInstanceOfSatisfying(
                        RebuildOutcome.Switched.class,
                        switched -> assertThat(changes(switched)).isZero());
        var findings = new ArrayList<String>();
        var found = new Findings(findings::add);
        new Verification<>(
                        PROJECTION,
                        log,
                        log,
                        new MariaDbHistories<>(database.database(), CIRCLES),
                        new MariaDbSnapshotLog<>(database.database(), CIRCLES),
                        redis.store(CircleStreams.REDIS),
                        redis.scan(CircleStreams.REDIS),
                        found,
                        Optional.of(new LogOrder(Set.of(CIRCLES.category()), found)),
                        (_, _, _) -> {})
                .run();
        assertThat(findings).isEmpty();
    }

    private static long changes(RebuildOutcome.Switched<?> switched) {
        return switched.changes().orElseThrow().count();
    }

    private void follow(ReadModel model, DocumentStore<CircleView> views) {
        try (var projector =
                new Projector(model, PROJECTION, log, store, views, new WakeUpChannel(), InstantSource.system())) {
            projector.start();
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (projector.position().isBefore(log.head())) {
                assertThat(System.nanoTime())
                        .as(() -> String.valueOf(projector.failure()))
                        .isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
    }
}
