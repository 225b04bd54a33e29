package io.ledger.mariadb;

import static io.circleledger.infrastructure.contract.SampleHistories.METADATA;
import static io.circleledger.infrastructure.contract.SampleHistories.TIME;
import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.faults.LogAudit;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.SnapshotLog.Seal;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A ledger that was made and filled by the version before categories.
 *
 * <p>The scripts in {@code migrations-before-categories} are those that such ledgers have run, with every name spelled out.
 * They are never edited.
 */
class LedgerBeforeCategoriesTest {

    private static final String SCRIPTS = "classpath:migrations-before-categories";

    /** What {@code flyway_schema_history} has of a migration. */
    private static final String HISTORY = "SELECT CONCAT_WS(' ', version, description, type, script, checksum)"
            + " FROM flyway_schema_history ORDER BY installed_rank";

    private final StreamId chess = newId();
    private final List<UUID> events = new ArrayList<>();
    private DatabaseAccess access;
    private MariaDb database;

    @BeforeEach
    void fillAsTheVersionBefore() throws SQLException {
        access = TestStores.shared().freshDatabase();
        Flyway.configure()
                .dataSource(access.jdbcUrl(), access.user(), access.password())
                .locations(SCRIPTS)
                .load()
                .migrate();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        event(1, "CircleCreated", "{\"name\":\"chess\",\"capacity\":10}");
        for (var version = 2; version <= 6; version++) {
            event(version, "CircleUpdated", "{\"capacity\":%d}".formatted(10 + version));
        }
        execute("UPDATE log_head SET position = 6 WHERE id = 1");
        var state = "{\"schema_version\":1,\"circle_id\":\"%s\",\"version\":5,\"name\":\"chess\",\"capacity\":15,"
                        .formatted(chess.id())
                + "\"dissolved\":false}";
        var eventId = events.get(4);
        execute("INSERT INTO circle_snapshots (id, circle_id, version, state, created_at, checksum) VALUES ('" + eventId
                + "', '" + chess.id() + "', 5, '" + state + "', NOW(6), SHA2('circle snapshot\\n" + chess.id()
                + "\\n5\\n" + eventId + "\\n" + state + "', 256))");
        execute("INSERT INTO idempotency_keys (actor, idempotency_key, fingerprint, circle_id, version, position,"
                + " created_at) VALUES ('mika', 'a', '" + "f".repeat(64) + "', '" + chess.id()
                + "', 6, 6, UTC_TIMESTAMP(6))");
    }

    @AfterEach
    void close() throws SQLException {
        try (var connection = database.database().connection()) {
            assertThat(LogAudit.faults(connection)).isEmpty();
        } finally {
            database.close();
        }
    }

    /** One event of chess, inserted as that version did: without a category. */
    private void event(int version, String type, String payload) throws SQLException {
        var id = UUID.randomUUID();
        events.add(id);
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, schema_version, payload,"
                + " occurred_at, metadata) VALUES (" + version + ", '" + id + "', '" + chess.id() + "', " + version
                + ", '" + type + "', 1, '" + payload + "', '2026-04-01 09:00:00.123456', '{\"actor\":\"mika\","
                + "\"correlation_id\":\"request-1\",\"causation_id\":\"command-1\"}')");
    }

    @Test
    void hasRunTheVeryScriptsThatThisVersionRuns() throws SQLException {
        var before = rows(HISTORY);
        var fresh = TestStores.shared().freshDatabase();
        try (var other = MariaDb.at(fresh.jdbcUrl(), fresh.user(), fresh.password(), CircleStreams.TABLES)) {
            other.migrate();

            assertThat(before).hasSize(5);
            assertThat(rows(other, HISTORY).subList(0, 5)).isEqualTo(before);
        }
    }

    @Test
    void getsTheCategoryOfItsEventsAndIsReadAsItWas() throws SQLException {
        database.migrate();

        assertThat(rows("SELECT DISTINCT category FROM circle_events")).containsExactly("circle");
        var log = CircleLog.log(database).readFrom(GlobalPosition.START, 10);
        assertThat(log).hasSize(6);
        assertThat(log.getFirst())
                .isEqualTo(new Recorded<>(
                        new GlobalPosition(1), events.getFirst(), chess, 1, TIME, METADATA, created("chess", 10)));
        assertThat(log.getLast())
                .isEqualTo(
                        new Recorded<>(new GlobalPosition(6), events.getLast(), chess, 6, TIME, METADATA, resized(16)));
        assertThat(new MariaDbEventFeed(database.database(), List.of(CircleStreams.AGGREGATE))
                        .after(GlobalPosition.START, FeedFilter.ALL, 10)
                        .events())
                .allSatisfy(event -> assertThat(event.unreadable()).isEmpty())
                .extracting(StoredEvent::category)
                .containsOnly("circle")
                .hasSize(6);
        assertThat(new MariaDbIdempotencyRecords(database.database()).find(new IdempotencyKey("mika", "a")))
                .contains(new RecordedAnswer("f".repeat(64), chess, 6, new GlobalPosition(6)));
    }

    @Test
    void hasSnapshotsThatAreBelieved() throws SQLException {
        database.migrate();
        var snapshots = new MariaDbSnapshotLog<>(database.database(), CircleStreams.AGGREGATE);
        assertThat(snapshots.takenBetween(GlobalPosition.START, new GlobalPosition(6)))
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.seal()).isEqualTo(Seal.WHOLE));

        execute("UPDATE circle_events SET payload = '{\"name\":\"not read\",\"capacity\":10}' WHERE version = 1");

        assertThat(CircleLog.store(database, 5)
                        .load(chess)
                        .value()
                        .orElseThrow()
                        .state())
                .isEqualTo(Circle.of(CircleDetails.of(new CircleName("chess"), new Capacity(16)), 6));
        var histories = new MariaDbHistories<>(database.database(), CircleStreams.AGGREGATE);
        assertThat(histories.atVersion(chess, 5).toString()).contains("chess").doesNotContain("not read");
    }

    @Test
    void takesAppendsOfThisVersionAndOfTheOneBeforeAtTheSameTime() throws SQLException {
        database.migrate();
        var store = CircleLog.store(database, 5);

        assertThat(record(store, chess, resized(20))).isEqualTo(new GlobalPosition(7));
        assertThat(record(store, newId(), created("go", 10))).isEqualTo(new GlobalPosition(8));
        // A server of the version before still runs beside this one.
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, schema_version, payload,"
                + " occurred_at, metadata) VALUES (9, UUID(), '" + chess.id() + "', 8, 'CircleUpdated', 1,"
                + " '{\"capacity\":30}', NOW(6), '{}')");
        execute("UPDATE log_head SET position = 9 WHERE id = 1");
        assertThat(record(store, chess, resized(31), resized(32))).isEqualTo(new GlobalPosition(11));

        var loaded = store.load(chess).value().orElseThrow();
        assertThat(loaded.version()).isEqualTo(10);
        assertThat(loaded.state().details().capacity()).isEqualTo(new Capacity(32));
        assertThat(loaded.createdAt()).isEqualTo(new GlobalPosition(1));
        assertThat(CircleLog.log(database).readFrom(GlobalPosition.START, 20))
                .hasSize(11)
                .allSatisfy(entry -> assertThat(entry).isInstanceOf(Recorded.class));
        assertThat(rows("SELECT version FROM circle_snapshots WHERE circle_id = '" + chess.id() + "' ORDER BY version"))
                .isEqualTo(List.of("5", "10"));
        assertThat(store.replay(chess)).isEqualTo(store.load(chess));
    }

    private List<String> rows(String sql) throws SQLException {
        return rows(database, sql);
    }

    private static List<String> rows(MariaDb database, String sql) throws SQLException {
        try (var connection = database.database().connection();
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
        try (var connection = database.database().connection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
