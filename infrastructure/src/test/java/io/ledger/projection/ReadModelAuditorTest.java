package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.mariadb.MariaDbSnapshotLog;
import io.ledger.mariadb.MariaDbStreamIndex;
import io.ledger.redis.PatientRedis;
import io.ledger.redis.Redis;
import io.ledger.stores.TestStores;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An auditor over real stores that somebody has had a hand in. */
class ReadModelAuditorTest {

    private static final int CIRCLES = 12;

    private MariaDb database;
    private Redis redis;
    private MariaDbEventStore<Circle, CircleEvent> events;
    private MariaDbEventLog<CircleEvent> log;
    private MariaDbStreamIndex index;
    private ProjectionStep<Circle, CircleEvent, CircleView> step;
    private RedisClient client;
    private RedisCommands<String, String> keys;
    private ReadModelAuditor<Circle, CircleEvent, CircleView> auditor;
    private final List<String> otherHistories = new ArrayList<>();
    private final List<StreamId> ids = new ArrayList<>();

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
        index = new MariaDbStreamIndex(
                database.database(),
                Circles.CATEGORY,
                CircleStreams.AGGREGATE.events().types());
        var store = redis.store(CircleStreams.REDIS);
        step = new ProjectionStep<>(CircleStreams.PROJECTION, log, events, store, InstantSource.system());
        var histories = new MariaDbHistories<>(database.database(), CircleStreams.AGGREGATE);
        auditor = new ReadModelAuditor<>(
                CircleStreams.PROJECTION,
                log,
                index,
                histories,
                new MariaDbSnapshotLog<>(database.database(), CircleStreams.AGGREGATE),
                store,
                redis.scan(CircleStreams.REDIS),
                new Repair<>(CircleStreams.PROJECTION, histories, store),
                otherHistories::add);
        for (var i = 0; i < CIRCLES; i++) {
            ids.add(newId());
            record(events, ids.getLast(), created("circle " + i, 10), resized(11 + i));
        }
        record(events, ids.getLast(), new CircleDissolved());
        catchUp();
    }

    @AfterEach
    void close() {
        auditor.close();
        client.shutdown();
        redis.close();
        database.close();
    }

    private void catchUp() {
        while (step.run() instanceof ProjectionStep.Outcome.Progressed) {}
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Everything that the read model has about circles. */
    private Map<String, Object> everything() {
        var everything = new HashMap<String, Object>();
        for (var key : keys.keys("circle:*")) {
            everything.put(key, keys.get(key));
        }
        everything.put("circles:list", List.copyOf(keys.zrangeWithScores("circles:list", 0, -1)));
        return everything;
    }

    @Test
    void aReadModelInOrderIsLeftAlone() {
        var whole = everything();
        auditor.auditList();
        auditor.auditSnapshots();
        assertThat(everything()).isEqualTo(whole);
        assertThat(auditor.checked()).as("circles that had to be folded").isZero();
        assertThat(otherHistories).isEmpty();
    }

    @Test
    void idsThatWereTakenOutOfTheListComeBackAlsoAfterFurtherEvents() {
        var whole = everything();
        ids.subList(0, 5).forEach(id -> keys.zrem("circles:list", id.id()));
        var late = newId();
        record(events, late, created("late", 10));
        catchUp();
        auditor.auditList();
        record(events, late, new CircleDissolved());
        catchUp();
        assertThat(everything()).isEqualTo(whole);
        assertThat(auditor.diverged()).isEqualTo(5);
    }

    @Test
    void whatTheLogHasNoCircleForIsTakenOut() {
        var whole = everything();
        keys.zadd("circles:list", 4, newId().id());
        keys.zadd("circles:list", 5, ids.getLast().id());
        keys.zadd("circles:list", 6, "x");
        keys.zadd("circles:list", 7, ids.getFirst().id().toUpperCase(Locale.ROOT));
        var lost = newId();
        keys.set("circle:" + lost, keys.get("circle:" + ids.getFirst()));
        keys.set("circle:サークル", "{}");
        auditor.auditList();
        assertThat(everything()).isEqualTo(whole);
    }

    @Test
    void oneTooManyAndOneTooFewAreFound() {
        var whole = everything();
        keys.zrem("circles:list", ids.get(3).id());
        keys.zadd("circles:list", 4, newId().id());
        keys.del("circle:" + ids.get(4));
        keys.set("circle:" + newId(), "{}");
        auditor.auditList();
        assertThat(everything()).isEqualTo(whole);
    }

    @Test
    void wrongPlacesAndLostDocumentsAreFound() {
        var whole = everything();
        keys.zadd("circles:list", 99, ids.get(0).id());
        keys.zadd("circles:list", 0.5, ids.get(1).id());
        ids.subList(2, 5).forEach(id -> keys.del("circle:" + id));
        auditor.auditList();
        assertThat(everything()).isEqualTo(whole);
    }

    @Test
    void aParkedCircleIsNoDifference() throws SQLException {
        execute("UPDATE circle_events SET payload = '{\"capacity\":1}' WHERE version = 2 AND circle_id = '"
                + ids.getFirst() + "'");
        redis.store(CircleStreams.REDIS).reset(redis.store(CircleStreams.REDIS).checkpoint());
        catchUp();
        assertThat(keys.hkeys("circles:parked")).containsExactly(ids.getFirst().id());
        var whole = everything();
        auditor.auditList();
        keys.zrem("circles:list", ids.get(1).id());
        auditor.auditList();
        assertThat(everything()).isEqualTo(whole);
        assertThat(keys.hkeys("circles:parked")).containsExactly(ids.getFirst().id());
    }

    @Test
    void circlesThatChangedSinceAreNotTouched() {
        var late = newId();
        record(events, late, created("late", 10));
        record(events, ids.getFirst(), resized(99));
        var whole = everything();
        auditor.auditList();
        assertThat(everything()).isEqualTo(whole);
        assertThat(auditor.checked()).isZero();
    }

    @Test
    void aWrongSnapshotIsDeletedAndHasNoPartInARepair() throws SQLException {
        var id = ids.getFirst();
        record(events, id, resized(20), resized(21), resized(22));
        record(events, ids.get(1), resized(20), resized(21), resized(22));
        catchUp();
        execute("UPDATE circle_snapshots SET state = JSON_SET(state, '$.capacity', 300) WHERE circle_id = '" + id
                + "'");
        var whole = everything();
        keys.del("circle:" + id);
        auditor.audit(Set.of(id));
        assertThat(everything()).as("repaired from the events").isEqualTo(whole);

        auditor.auditSnapshots();
        var left = new MariaDbSnapshotLog<>(database.database(), CircleStreams.AGGREGATE);
        assertThat(left.of(id.id())).isEmpty();
        assertThat(left.of(ids.get(1).id())).hasSize(1);
        assertThat(events.load(id)
                        .value()
                        .orElseThrow()
                        .state()
                        .details()
                        .capacity()
                        .value())
                .isEqualTo(22);
    }

    @Test
    void aSnapshotOfAnotherHistoryIsDeleted() throws SQLException {
        var id = ids.getFirst();
        record(events, id, resized(20), resized(21), resized(22));
        execute("UPDATE circle_snapshots SET version = 10");
        auditor.auditSnapshots();
        assertThat(new MariaDbSnapshotLog<>(database.database(), CircleStreams.AGGREGATE).of(id.id()))
                .isEmpty();
    }

    @Test
    void aReadModelOfAnotherHistoryIsToldAndNotRepaired() throws SQLException {
        keys.zrem("circles:list", ids.getFirst().id());
        execute("DELETE FROM circle_events ORDER BY position DESC LIMIT 1");
        var whole = everything();
        auditor.auditList();
        assertThat(otherHistories).containsExactly("auditor");
        assertThat(everything()).isEqualTo(whole);

        execute("UPDATE log_head SET position = position - 1");
        record(events, newId(), created("in its place", 10));
        auditor.auditList();
        assertThat(otherHistories).containsExactly("auditor", "auditor");
    }

    @Test
    void theLogTellsHowManyCirclesLive() throws SQLException {
        var living = new ShownStreams(log, index);
        assertThat(living.at(GlobalPosition.START)).hasValue(0);
        assertThat(living.at(new GlobalPosition(4))).hasValue(2);
        assertThat(living.at(log.head())).hasValue(CIRCLES - 1);
        assertThat(living.at(new GlobalPosition(3))).as("further back").hasValue(2);
        record(events, newId(), created("late", 10));
        record(events, ids.getFirst(), new CircleDissolved());
        record(events, ids.get(1), new CircleDissolved());
        assertThat(living.at(log.head())).hasValue(CIRCLES - 2);

        execute("DELETE FROM circle_events ORDER BY position DESC LIMIT 2");
        assertThat(living.at(log.head())).as("of a log that lost its end").hasValue(CIRCLES);
    }
}
