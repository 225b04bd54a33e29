package io.ledger.mariadb;

import static io.circleledger.infrastructure.contract.SampleHistories.append;
import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.UnreadableEntry;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.SnapshotPolicy;
import io.ledger.core.stream.Versioned;
import io.ledger.stores.TestStores;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the rows of the log hold, and what damaged ones do. */
class MariaDbEventStoreTest {

    private MariaDb database;
    private MariaDbEventStore<Circle, CircleEvent> store;
    private MariaDbEventLog<CircleEvent> log;

    @BeforeEach
    void openFreshDatabase() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        store = CircleLog.store(database, 5);
        log = CircleLog.log(database);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    private MariaDbIdempotencyRecords records() {
        return new MariaDbIdempotencyRecords(database.database());
    }

    @Test
    void rowsHoldOnlyWhatChangedUnderStableNames() throws SQLException {
        var id = newId();
        record(store, id, created("football", 20), resized(30));

        assertThat(rows("SELECT CONCAT_WS(' ', position, version, event_type, schema_version,"
                        + " payload, metadata, occurred_at) FROM circle_events ORDER BY position"))
                .containsExactly(
                        "1 1 CircleCreated 2 {\"name\":\"football\",\"capacity\":20}"
                                + " {\"actor\":\"mika\",\"correlation_id\":\"request-1\","
                                + "\"causation_id\":\"command-1\"} 2026-04-01 09:00:00.123456",
                        "2 2 CircleUpdated 2 {\"capacity\":30}"
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
        execute("UPDATE circle_events SET payload = JSON_SET(payload, '$.name', 'not read') WHERE version = 1");

        assertThat(store.load(id).value().map(it -> it.state().name().value())).contains("chess");
        assertThat(store.replay(id).value().map(it -> it.state().name().value()))
                .contains("not read");
    }

    @Test
    void aSnapshotNeverChangesAnAnswer() throws SQLException {
        var histories = new MariaDbHistories<>(database.database(), CircleStreams.AGGREGATE);
        var id = grown(12);
        var other = grown(6);
        execute("DELETE FROM circle_snapshots WHERE circle_id = '" + other + "'");
        var damages = List.of(
                "SET state = JSON_SET(state, '$.capacity', 99)",
                "SET state = JSON_SET(state, '$.name', 'go')",
                "SET state = JSON_SET(state, '$.dissolved', true)",
                "SET version = version + 1, state = JSON_SET(state, '$.version', version)",
                "SET version = version - 1, state = JSON_SET(state, '$.version', version)",
                "SET id = UUID()",
                "SET checksum = NULL",
                "SET checksum = SHA2(state, 256)",
                "SET circle_id = '" + other + "', state = JSON_SET(state, '$.circle_id', circle_id) WHERE version = 5");
        execute("CREATE TABLE saved AS SELECT * FROM circle_snapshots");
        for (var damage : damages) {
            execute("UPDATE circle_snapshots " + damage + (damage.contains("WHERE") ? "" : " ORDER BY version DESC"));

            for (var circle : List.of(id, other)) {
                var version = circle.equals(id) ? 12 : 6;
                var loaded = store.load(circle).value().orElseThrow();
                assertThat(loaded.state()).as(damage).isEqualTo(chess(version));
                assertThat(loaded.version()).as(damage).isEqualTo(version);
                for (var past = 1; past <= version; past++) {
                    var then = ((Histories.Past.State<Circle>) histories.atVersion(circle, past)).then();
                    assertThat(then.state()).as(damage).isEqualTo(chess(past));
                    assertThat(then.version()).as(damage).isEqualTo(past);
                }
            }
            execute("DELETE FROM circle_snapshots");
            execute("INSERT INTO circle_snapshots SELECT * FROM saved");
        }
    }

    @Test
    void ofEachCircleTheNewestTwoSnapshotsStay() throws Exception {
        grown(31);
        grown(12);
        grown(4);
        var pruning = new SnapshotPruning(database.database(), SnapshotPolicy.every(5));

        assertThat(pruning.prune()).isEqualTo(4);

        assertThat(rows("SELECT version FROM circle_snapshots ORDER BY version"))
                .containsExactly("5", "10", "25", "30");
        assertThat(pruning.prune()).isZero();
    }

    /** More than one page, with circles on both sides of its end. */
    @Test
    void ofALongHistoryOneSnapshotInAThousandVersionsStaysToo() throws Exception {
        for (var circle = 0; circle < 3; circle++) {
            execute("INSERT INTO circle_snapshots SELECT UUID(), 'circle " + circle + "', seq * 5, '{}', NOW(6), NULL"
                    + " FROM seq_1_to_799");
        }

        assertThat(new SnapshotPruning(database.database(), SnapshotPolicy.every(5)).prune())
                .isEqualTo(3 * (799 - 5));

        assertThat(rows("SELECT version FROM circle_snapshots WHERE circle_id = 'circle 1' ORDER BY version"))
                .containsExactly("1000", "2000", "3000", "3990", "3995");
    }

    @Test
    void aLongHistoryWithoutAUsableSnapshotGetsOneWhenItIsRead() throws SQLException {
        var id = grown(3);
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, payload,"
                + " occurred_at, metadata) SELECT seq, UUID(), '" + id + "', seq, 'CircleUpdated',"
                + " JSON_OBJECT('capacity', seq + 10), NOW(6), '{}' FROM seq_4_to_2500");

        var loaded = store.load(id);

        assertThat(rows("SELECT version FROM circle_snapshots")).containsExactly("2500");
        assertThat(store.load(id)).isEqualTo(loaded);
    }

    @Test
    void aHistoryThatIsBrokenBelowASnapshotTakesNoChange() throws SQLException {
        var id = grown(13);
        var remembered = store.load(id).value();
        execute("CREATE TABLE saved AS SELECT * FROM circle_events");
        for (var damage : List.of(
                "DELETE FROM circle_events WHERE version = 3",
                "UPDATE circle_events SET event_type = 'Nonsense' WHERE version = 3",
                "UPDATE circle_events SET event_type = 'CircleCreated' WHERE version = 3")) {
            execute(damage);

            assertCorrupt(damage, id, 3, () -> store.loadToChange(id));
            assertCorrupt(damage, id, 3, () -> store.append(append(id, remembered, resized(50))));
            assertCorrupt(damage, id, 3, () -> store.append(append(id, remembered, resized(50), resized(51))));
            assertThat(record(store, newId(), created("go", 10))).isNotNull();

            execute("DELETE FROM circle_events WHERE circle_id = '" + id + "'");
            execute("INSERT INTO circle_events SELECT * FROM saved");
        }
        execute("UPDATE circle_events SET payload = '{\"capacity\":1}' WHERE version = 3");
        assertCorrupt("payload", id, 3, () -> store.loadToChange(id));
        assertThat(rows("SELECT version FROM circle_snapshots ORDER BY version"))
                .containsExactly("5", "10");
    }

    @Test
    void aLongHistoryIsCheckedBeyondWhatIsFolded() throws SQLException {
        var id = grown(3);
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, payload,"
                + " occurred_at, metadata) SELECT seq, UUID(), '" + id + "', seq, 'CircleUpdated',"
                + " JSON_OBJECT('capacity', seq + 10), NOW(6), '{}' FROM seq_4_to_2500");
        execute("UPDATE log_head SET position = 2500");
        record(store, id, resized(20), resized(21), resized(22), resized(23), resized(24));
        assertThat(store.loadToChange(id).value()).isEqualTo(store.load(id).value());
        assertThat(store.load(id).value().map(Versioned::version)).contains(2505);

        execute("DELETE FROM circle_events WHERE version = 1700");

        assertThat(store.load(id).value().map(Versioned::version)).contains(2505);
        assertCorrupt("a gap", id, 1700, () -> store.loadToChange(id));
    }

    @Test
    void aGapAtTheEndOfAPageIsNoEnd() throws SQLException {
        var id = grown(3);
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, payload,"
                + " occurred_at, metadata) SELECT seq, UUID(), '" + id + "', seq, 'CircleUpdated',"
                + " JSON_OBJECT('capacity', seq + 10),"
                + " NOW(6), '{}' FROM seq_4_to_1100"
                + " WHERE seq NOT BETWEEN 900 AND"
                + " 1050");

        assertCorrupt("a gap", id, 900, () -> store.load(id));
    }

    private static void assertCorrupt(String damage, StreamId id, int version, ThrowingCallable call) {
        assertThatThrownBy(call).as(damage).isInstanceOfSatisfying(CorruptStreamException.class, corrupt -> {
            assertThat(corrupt.stream().id()).isEqualTo(id.id());
            assertThat(corrupt.version()).isEqualTo(version);
        });
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

            assertThat(store.load(id).value())
                    .as(state)
                    .hasValueSatisfying(circle -> assertThat(
                                    circle.state().details().capacity().value())
                            .isEqualTo(22))
                    .hasValueSatisfying(circle -> assertThat(circle.version()).isEqualTo(12));
        }
    }

    @Test
    void aSnapshotBeyondItsHistoryIsIgnoredAndReplacedWhenThatGetsThere() throws SQLException {
        var id = grown(8);
        execute("INSERT INTO circle_snapshots SELECT UUID(), circle_id, 10, JSON_SET(state,"
                + " '$.version', 10, '$.name', 'foreign'), created_at, checksum FROM circle_snapshots");

        assertThat(store.load(id).value().map(Versioned::version)).contains(8);
        record(store, id, resized(100), resized(101));
        assertThat(store.load(id).value().map(it -> it.state().name().value())).contains("chess");
    }

    @Test
    void aLongHistoryIsReplayedWithoutSnapshots() throws SQLException {
        var id = grown(3);
        // Longer than one page of a replay.
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, payload,"
                + " occurred_at, metadata) SELECT seq, UUID(), '" + id + "', seq, 'CircleUpdated',"
                + " JSON_OBJECT('capacity', seq + 10), NOW(6), '{}' FROM seq_4_to_2500");

        assertThat(store.load(id).value())
                .hasValueSatisfying(circle -> assertThat(circle.version()).isEqualTo(2500))
                .hasValueSatisfying(circle ->
                        assertThat(circle.state().details().capacity().value()).isEqualTo(2510));
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
                "SET schema_version = 3",
                "SET version = 7");
        for (var damage : damages) {
            var saved = rows("SELECT CONCAT(event_type, '|', payload) FROM circle_events" + " WHERE position = 2")
                    .getFirst()
                    .split("\\|", 2);
            execute("UPDATE circle_events " + damage + " WHERE position = 2");

            assertThatThrownBy(() -> store.load(id))
                    .as(damage)
                    .isInstanceOfSatisfying(CorruptStreamException.class, corrupt -> {
                        assertThat(corrupt.stream().id()).isEqualTo(id.id());
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
            assertThat(entry.streamId()).isEqualTo(id.id());
            assertThat(entry.version()).isEqualTo(2);
            assertThat(entry.reason()).contains("Nonsense");
        });
    }

    private static Circle chess(int version) {
        return Circle.of(CircleDetails.of(new CircleName("chess"), new Capacity(10 + version)), version);
    }

    /** A circle called chess whose capacity is 10 more than its version. */
    private StreamId grown(int versions) {
        var id = newId();
        record(store, id, created("chess", 11));
        for (var version = 2; version <= versions; version++) {
            record(store, id, resized(10 + version));
        }
        return id;
    }

    private List<String> rows(String sql) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
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
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
