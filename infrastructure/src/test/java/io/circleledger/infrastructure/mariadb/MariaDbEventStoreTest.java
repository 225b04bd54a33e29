package io.circleledger.infrastructure.mariadb;

import static io.circleledger.infrastructure.contract.Histories.created;
import static io.circleledger.infrastructure.contract.Histories.newId;
import static io.circleledger.infrastructure.contract.Histories.record;
import static io.circleledger.infrastructure.contract.Histories.resized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.circle.CorruptStreamException;
import io.circleledger.domain.eventstore.EventLog;
import io.circleledger.domain.eventstore.EventStore;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.eventstore.IdempotencyKey;
import io.circleledger.domain.eventstore.IdempotencyRecords;
import io.circleledger.domain.eventstore.LogEntry.UnreadableEntry;
import io.circleledger.domain.eventstore.RecordedAnswer;
import io.circleledger.infrastructure.contract.EventStoreContract;
import io.circleledger.infrastructure.embedded.TestStores;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MariaDbEventStoreTest extends EventStoreContract {

    private MariaDb database;
    private MariaDbEventStore store;
    private MariaDbEventLog log;

    @BeforeEach
    void openFreshDatabase() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password());
        database.migrate();
        store = new MariaDbEventStore(database.dataSource(), EventCodec.current(), 5);
        log = new MariaDbEventLog(database.dataSource(), EventCodec.current());
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Override
    protected EventStore store() {
        return store;
    }

    @Override
    protected IdempotencyRecords records() {
        return new MariaDbIdempotencyRecords(database.dataSource());
    }

    @Override
    protected EventLog log() {
        return log;
    }

    @Test
    void rowsHoldOnlyWhatChangedUnderStableNames() throws SQLException {
        var id = newId();
        record(store, id, created("football", 20), resized(30));

        assertThat(rows("SELECT CONCAT_WS(' ', position, version, event_type, schema_version,"
                        + " payload, metadata, occurred_at) FROM circle_events ORDER BY position"))
                .containsExactly(
                        "1 1 CircleCreated 1 {\"name\":\"football\",\"capacity\":20}"
                                + " {\"actor\":\"mika\",\"correlation_id\":\"request-1\","
                                + "\"causation_id\":\"command-1\"} 2026-04-01 09:00:00.123456",
                        "2 2 CircleUpdated 1 {\"capacity\":30}"
                                + " {\"actor\":\"mika\",\"correlation_id\":\"request-1\","
                                + "\"causation_id\":\"command-1\"} 2026-04-01 09:00:00.123456");
    }

    @Test
    void anAnswerThatNoActorIsKnownOfIsForEveryCallerUntilItIsForgotten() throws SQLException {
        var id = newId();
        rows("INSERT INTO idempotency_keys (idempotency_key, fingerprint, circle_id, version, position, created_at)"
                + " VALUES ('a', '" + "f".repeat(64) + "', '" + id + "', 3, 5, UTC_TIMESTAMP(6))");
        var answer = new RecordedAnswer("f".repeat(64), id, 3, new GlobalPosition(5));
        var own = new RecordedAnswer("e".repeat(64), id, 4, new GlobalPosition(6));

        assertThat(records().find(new IdempotencyKey("mika", "a"))).contains(answer);
        assertThat(records().find(new IdempotencyKey("ken", "a"))).contains(answer);
        rows("INSERT INTO idempotency_keys (actor, idempotency_key, fingerprint, circle_id, version, position,"
                + " created_at) VALUES ('ken', 'a', '" + "e".repeat(64) + "', '" + id + "', 4, 6, UTC_TIMESTAMP(6))");
        assertThat(records().find(new IdempotencyKey("ken", "a"))).contains(own);
        assertThat(records().find(new IdempotencyKey("mika", "a"))).contains(answer);
    }

    @Test
    void aSnapshotIsTakenAtEveryFifthVersion() throws SQLException {
        var id = grown(11);

        assertThat(rows("SELECT CONCAT_WS(' ', circle_id, version, JSON_VALUE(state,"
                        + " '$.capacity')) FROM circle_snapshots ORDER BY version"))
                .containsExactly(id + " 5 15", id + " 10 20");
    }

    @Test
    void theSnapshotIsWhatMakesALoadShort() throws SQLException {
        var id = grown(6);
        execute("UPDATE circle_snapshots SET state = JSON_SET(state, '$.name', 'from snapshot')");

        assertThat(store.load(id).circle().map(circle -> circle.name().value())).contains("from snapshot");
    }

    @Test
    void aSnapshotThatIsNoneIsIgnored() throws SQLException {
        var id = grown(12);
        var states = List.of(
                "'{}'",
                "'[]'",
                "'null'",
                "JSON_SET(state, '$.schema_version', 2)",
                "JSON_SET(state, '$.circle_id', '%s')".formatted(newId()),
                "JSON_SET(state, '$.version', 9)",
                "JSON_SET(state, '$.capacity', '20')",
                "JSON_SET(state, '$.capacity', 2)",
                "JSON_REMOVE(state, '$.name')",
                "JSON_SET(state, '$.other', 1)");
        for (var state : states) {
            execute("UPDATE circle_snapshots SET state = " + state);

            assertThat(store.load(id).circle())
                    .as(state)
                    .hasValueSatisfying(
                            circle -> assertThat(circle.capacity().value()).isEqualTo(22))
                    .hasValueSatisfying(circle -> assertThat(circle.version()).isEqualTo(12));
        }
    }

    @Test
    void aSnapshotBeyondItsHistoryIsIgnoredAndReplacedWhenThatGetsThere() throws SQLException {
        var id = grown(8);
        execute("INSERT INTO circle_snapshots SELECT UUID(), circle_id, 10, JSON_SET(state,"
                + " '$.version', 10, '$.name', 'foreign'), created_at FROM circle_snapshots");

        assertThat(store.load(id).circle().map(Circle::version)).contains(8);
        record(store, id, resized(100), resized(101));
        assertThat(store.load(id).circle().map(circle -> circle.name().value())).contains("chess");
    }

    @Test
    void aLongHistoryIsReplayedWithoutSnapshots() throws SQLException {
        var id = grown(3);
        // Longer than one page of a replay.
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, payload,"
                + " occurred_at, metadata) SELECT seq, UUID(), '" + id + "', seq, 'CircleUpdated',"
                + " JSON_OBJECT('capacity', seq + 10), NOW(6), '{}' FROM seq_4_to_2500");

        assertThat(store.load(id).circle())
                .hasValueSatisfying(circle -> assertThat(circle.version()).isEqualTo(2500))
                .hasValueSatisfying(
                        circle -> assertThat(circle.capacity().value()).isEqualTo(2510));
    }

    @Test
    void rowsAddedByHandMoveTheEndOfTheLog() throws SQLException {
        record(store, newId(), created("chess", 10));
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, payload,"
                + " occurred_at, metadata) VALUES (2, UUID(), UUID(), 1, 'CircleCreated',"
                + " '{\"name\":\"by hand\",\"capacity\":5}', NOW(6), '{}')");

        assertThat(record(store, newId(), created("go", 10))).isEqualTo(new GlobalPosition(3));
    }

    @Test
    void aHistoryThatCannotBeReadNamesItsCircleAndVersion() throws SQLException {
        var id = grown(3);
        var damages = List.of(
                "SET payload = '{\"capacity\":2}'",
                "SET payload = '{\"capacity\":\"20\"}'",
                "SET payload = '{\"colour\":\"red\"}'",
                "SET payload = '{}'",
                "SET payload = '[]'",
                "SET event_type = 'CircleRenamed'",
                "SET event_type = 'CircleCreated', payload = '{\"name\":\"x\",\"capacity\":5}'",
                "SET schema_version = 2",
                "SET version = 7");
        for (var damage : damages) {
            var saved = rows("SELECT CONCAT(event_type, '|', payload) FROM circle_events" + " WHERE position = 2")
                    .getFirst()
                    .split("\\|", 2);
            execute("UPDATE circle_events " + damage + " WHERE position = 2");

            assertThatThrownBy(() -> store.load(id))
                    .as(damage)
                    .isInstanceOfSatisfying(CorruptStreamException.class, corrupt -> {
                        assertThat(corrupt.circleId()).isEqualTo(id.value());
                        assertThat(corrupt.version()).isEqualTo(2);
                    });
            execute("UPDATE circle_events SET event_type = '%s', payload = '%s', version = 2,"
                            .formatted(saved[0], saved[1])
                    + " schema_version = 1 WHERE position = 2");
        }
    }

    @Test
    void anEntryThatCannotBeReadDoesNotHideTheOthers() throws SQLException {
        var id = grown(3);
        execute("UPDATE circle_events SET event_type = 'Nonsense' WHERE position = 2");

        var entries = log.readFrom(GlobalPosition.START, 10);

        assertThat(entries).hasSize(3);
        assertThat(entries.get(1)).isInstanceOfSatisfying(UnreadableEntry.class, entry -> {
            assertThat(entry.circleId()).isEqualTo(id.value());
            assertThat(entry.version()).isEqualTo(2);
            assertThat(entry.reason()).contains("Nonsense");
        });
    }

    /** A circle called chess whose capacity is 10 more than its version. */
    private CircleId grown(int versions) {
        var id = newId();
        record(store, id, created("chess", 11));
        for (var version = 2; version <= versions; version++) {
            record(store, id, resized(10 + version));
        }
        return id;
    }

    private List<String> rows(String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var read = new ArrayList<String>();
            while (rows.next()) {
                read.add(rows.getString(1));
            }
            return read;
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
