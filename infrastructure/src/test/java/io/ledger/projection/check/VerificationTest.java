package io.ledger.projection.check;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.mariadb.MariaDbSnapshotLog;
import io.ledger.projection.Projector;
import io.ledger.projection.ReadModel;
import io.ledger.projection.WakeUpChannel;
import io.ledger.redis.PatientRedis;
import io.ledger.redis.Redis;
import io.ledger.stores.TestStores;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A verification of real stores, in order and not. */
class VerificationTest {

    /** Longer than a projector stands still that writers compete with. */
    private static final Duration PATIENT = Duration.ofMinutes(1);

    private MariaDb database;
    private Redis redis;
    private MariaDbEventStore<Circle, CircleEvent> events;
    private MariaDbEventLog<CircleEvent> log;
    private RedisClient client;
    private RedisCommands<String, String> keys;
    private Projector projector;

    @BeforeEach
    void open() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        var url = TestStores.shared().freshRedis().url();
        redis = PatientRedis.at(url);
        client = RedisClient.create(url);
        keys = client.connect().sync();
        events = CircleLog.store(database, 5);
        log = CircleLog.log(database);
        projector = new Projector(
                ReadModel.shared("redis"),
                CircleStreams.PROJECTION,
                log,
                events,
                redis.store(CircleStreams.REDIS),
                new WakeUpChannel(),
                InstantSource.system());
        projector.start();
    }

    @AfterEach
    void close() {
        projector.close();
        client.shutdown();
        redis.close();
        database.close();
    }

    @Test
    void aLedgerInOrderHasNothingToTellAlsoWhileWritesGoOn() throws Exception {
        var ids = ledger();
        var stop = new AtomicBoolean();
        var written = new AtomicInteger();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var writer = executor.submit(() -> {
                for (var i = 0; !stop.get(); i++) {
                    record(events, ids.get(i % 3), resized(100 + i));
                    record(events, newId(), created("late", 5), new CircleDissolved());
                    written.incrementAndGet();
                }
            });
            try {
                for (var round = 0; round < 5; round++) {
                    var before = written.get();
                    assertThat(verify(PATIENT)).isEmpty();
                    await(() -> written.get() > before);
                }
            } finally {
                stop.set(true);
            }
            writer.get(60, TimeUnit.SECONDS);
        }
        assertThat(verify(PATIENT)).isEmpty();
    }

    @Test
    void anEmptyLedgerIsInOrder() throws Exception {
        assertThat(verify()).isEmpty();
    }

    @Test
    void aReadModelThatWasTamperedWithIsTold() throws Exception {
        var ids = ledger();
        stopProjector();
        var changed = ids.get(0);
        var lost = ids.get(1);
        var moved = ids.get(2);
        var dissolved = ids.get(4);
        var surplus = newId();
        keys.set("circle:" + changed, keys.get("circle:" + changed).replace("circle 0", "circle X"));
        keys.del("circle:" + lost);
        keys.zadd("circles:list", 99, moved.id());
        keys.set("circle:" + surplus, "{}");
        keys.set("circle:" + dissolved, "{}");
        keys.hset("circles:parked", ids.get(3).id(), "{}");

        assertThat(verify())
                .containsExactlyInAnyOrder(
                        "circle " + changed + ": read model name: \"circle X\" → \"circle 0\"",
                        "circle " + lost + ": read model document: none → \"circle 1\", capacity 16, version 7",
                        "circle " + moved + ": read model list place: 99 → 15",
                        "circle " + surplus + ": read model document: unreadable \"{}\" → none",
                        "circle " + dissolved + ": read model document: unreadable \"{}\" → none",
                        "circle " + ids.get(3) + ": read model parked: yes → no");
    }

    @Test
    void aListThatWasTamperedWithIsTold() throws Exception {
        var ids = ledger();
        stopProjector();
        var surplus = newId();
        keys.zrem("circles:list", ids.get(0).id());
        keys.zadd("circles:list", 3, surplus.id());

        assertThat(verify())
                .containsExactlyInAnyOrder(
                        "circle " + ids.get(0) + ": read model list place: not listed → 1",
                        "circle " + surplus + ": read model list place: 3 → not listed");
    }

    @Test
    void aCheckpointOfAnotherLogOrOfNoneIsTold() throws Exception {
        ledger();
        stopProjector();
        var checkpoint = keys.get("circles:checkpoint").split(" ", -1);
        keys.set("circles:checkpoint", checkpoint[0] + " " + newId() + " " + checkpoint[2]);
        assertThat(verify()).singleElement().asString().contains("names an event", "does not have there");

        keys.set("circles:checkpoint", checkpoint[0] + " " + checkpoint[1] + " 0");
        assertThat(verify()).singleElement().asString().contains("no checkpoint, or it does not fit");
    }

    @Test
    void aReadModelThatDoesNotGetOnIsToldAsThat() throws Exception {
        var ids = ledger();
        stopProjector();
        record(events, ids.getFirst(), resized(500));

        assertThat(verify())
                .singleElement()
                .asString()
                .contains("stuck at position 36 of 37", "1 circles may merely be lagging");
    }

    @Test
    void snapshotsAreHeldToTheEvents() throws Exception {
        var ids = ledger();
        stopProjector();
        execute("UPDATE circle_snapshots SET state = JSON_REPLACE(state, '$.capacity', 99) WHERE circle_id = '"
                + ids.get(0) + "'");
        execute("UPDATE circle_snapshots SET state = '{}' WHERE circle_id = '" + ids.get(1) + "'");
        execute("UPDATE circle_snapshots SET version = 50 WHERE circle_id = '" + ids.get(2) + "'");
        execute("UPDATE circle_snapshots SET id = '" + newId() + "' WHERE circle_id = '" + ids.get(3) + "'");

        assertThat(verify())
                .containsExactlyInAnyOrder(
                        "circle " + ids.get(0) + " version 5: the snapshot is not what the events give:"
                                + " \"circle 0\", capacity 99 → \"circle 0\", capacity 14",
                        "circle " + ids.get(1) + " version 5: the snapshot cannot be read; loads ignore it",
                        "circle " + ids.get(2) + " version 50: a snapshot without an event",
                        "circle " + ids.get(3) + " version 5: the snapshot has another id than its event");
    }

    @Test
    void aLogThatBreaksItsRulesIsTold() throws Exception {
        var ids = ledger();
        stopProjector();
        execute("DELETE FROM circle_events WHERE circle_id = '" + ids.get(0) + "' AND version = 3");
        execute("UPDATE circle_events SET event_type = 'CircleCreated', payload = '{\"name\":\"x\",\"capacity\":5}'"
                + " WHERE circle_id = '" + ids.get(1) + "' AND version = 2");
        execute("UPDATE circle_events SET payload = '{\"capacity\":1}' WHERE circle_id = '" + ids.get(2)
                + "' AND version = 7");
        execute(
                "SET STATEMENT sql_mode = '' FOR UPDATE circle_events SET occurred_at = '2020-01-01' WHERE circle_id = '"
                        + ids.get(3) + "' AND version = 7");

        assertThat(verify())
                .anySatisfy(line -> assertThat(line).isEqualTo("log: positions 3 to 3 are missing"))
                .anySatisfy(line ->
                        assertThat(line).contains(ids.get(0) + " version 4", "corrupt", "version 3 is expected here"))
                .anySatisfy(line -> assertThat(line)
                        .contains(ids.get(1) + " version 2", "corrupt, CircleCreated follows other events"))
                .anySatisfy(line -> assertThat(line).contains(ids.get(2) + " version 7", "The capacity is 1"))
                .anySatisfy(line -> assertThat(line).contains(ids.get(3) + " version 7", "occurred_at is before"))
                .hasSize(5);
    }

    @Test
    void aLogHeadThatIsNotTheEndOfTheLogIsTold() throws Exception {
        ledger();
        stopProjector();
        var head = log.head().value();
        execute("UPDATE log_head SET position = position + 2");
        assertThat(verify())
                .singleElement()
                .asString()
                .contains("ends at position " + head, "log_head says " + (head + 2), "ahead");

        execute("UPDATE log_head SET position = position - 3");
        assertThat(verify()).singleElement().asString().contains("log_head says " + (head - 1), "behind");

        execute("UPDATE log_head SET position = " + head);
        execute("INSERT INTO log_head (id, position) VALUES (2, 7)");
        assertThat(verify()).singleElement().asString().contains("log_head has 1 rows that nothing reads");
        execute("DELETE FROM log_head");
        assertThat(verify()).singleElement().asString().contains("log_head says nothing", "no position");
    }

    /** Four living circles of seven versions, and a dissolved one; all of them projected. */
    @Test
    void whatCannotBeReadOfAnEnvelopeIsTold() throws Exception {
        var ids = ledger();
        stopProjector();
        execute("SET STATEMENT check_constraint_checks = 0 FOR UPDATE circle_events SET metadata = 'mika'"
                + " WHERE circle_id = '" + ids.get(0) + "' AND version = 3");
        execute("UPDATE circle_events SET metadata = '[\"mika\"]' WHERE circle_id = '" + ids.get(1)
                + "' AND version = 2");
        execute(
                "SET STATEMENT sql_mode = '' FOR UPDATE circle_events SET occurred_at = '0000-00-00' WHERE circle_id = '"
                        + ids.get(2) + "' AND version = 4");
        execute("UPDATE circle_events SET id = 'ABCDEFAB-0000-7000-8000-000000000000' WHERE circle_id = '" + ids.get(3)
                + "' AND version = 1");
        var told = verify();
        assertThat(told)
                .anyMatch(line -> line.contains(
                        "circle " + ids.get(0) + " version 3 (position 3): the metadata cannot be read, it is no JSON"))
                .contains("circle " + ids.get(1)
                        + " version 2 (position 9): the metadata cannot be read, it is no JSON object")
                .anyMatch(line -> line.contains("circle " + ids.get(2) + " version 4 (position 18): corrupt,"
                        + " occurred_at is not a time: 0000-00-00 00:00:00"))
                .anyMatch(line -> line.contains("circle " + ids.get(3)
                        + " version 1 (position 22): corrupt, the event id is not a UUID in lower case"));
    }

    private List<StreamId> ledger() {
        var ids = new ArrayList<StreamId>();
        for (var i = 0; i < 5; i++) {
            var id = newId();
            ids.add(id);
            record(events, id, created("circle " + i, 10));
            for (var version = 2; version <= 7; version++) {
                record(events, id, resized(9 + version));
            }
        }
        record(events, ids.getLast(), new CircleDissolved());
        await(() -> projector.position().equals(log.head()));
        return ids;
    }

    private void stopProjector() {
        projector.close();
    }

    private static void await(BooleanSupplier condition) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Of a read model that does not move, which is told soon. */
    private List<String> verify() throws InterruptedException {
        return verify(CheckLimits.STALL);
    }

    private List<String> verify(Duration patience) throws InterruptedException {
        var lines = new ArrayList<String>();
        var found = new Findings(lines::add);
        new Verification<>(
                        CircleStreams.PROJECTION,
                        log,
                        log,
                        new MariaDbHistories<>(database.database(), CircleStreams.AGGREGATE),
                        new MariaDbSnapshotLog<>(database.database(), CircleStreams.AGGREGATE),
                        redis.store(CircleStreams.REDIS),
                        redis.scan(CircleStreams.REDIS),
                        found,
                        Optional.of(new LogOrder(Set.of(CircleStreams.AGGREGATE.category()), found)),
                        (_, _, _) -> {},
                        patience)
                .run();
        return lines;
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
