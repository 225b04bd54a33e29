package io.ledger.mariadb;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.eventstore.CircleHistoriesContract;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.contract.SampleHistories;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.Histories.Past;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.stream.StreamAppend;
import io.ledger.core.stream.Versioned;
import io.ledger.stores.TestStores;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MariaDbHistoriesTest extends CircleHistoriesContract {

    private MariaDb database;
    private MariaDbEventStore<Circle, CircleEvent> store;
    private MariaDbHistories<Circle, CircleEvent> histories;

    @BeforeEach
    void openFreshDatabase() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        store = CircleLog.store(database, 5);
        histories = new MariaDbHistories<>(database.database(), CircleStreams.AGGREGATE);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Override
    protected Histories<Circle, CircleEvent> histories() {
        return histories;
    }

    @Override
    protected void record(StreamId id, NewEvent<CircleEvent> event) {
        var loaded = store.load(id).value();
        var append = new Append(new StreamAppend<>(
                CircleStreams.AGGREGATE,
                id,
                loaded.map(Versioned::lastEvent),
                List.of(event),
                new CircleDecider().evolve(loaded.map(Versioned::state), event.event())));
        assertThat(store.append(append)).isInstanceOf(Appended.class);
    }

    /** A circle with versions 1 to {@code last}, each with capacity 10 + version. */
    private StreamId grown(int last) {
        var id = newId();
        SampleHistories.record(store, id, created("chess", 11));
        for (var version = 2; version <= last; version++) {
            SampleHistories.record(store, id, resized(10 + version));
        }
        return id;
    }

    private int capacityAt(StreamId id, int version) {
        return circleAt(id, version).details().capacity().value();
    }

    private String nameAt(StreamId id, int version) {
        return circleAt(id, version).name().value();
    }

    private Circle circleAt(StreamId id, int version) {
        return ((Past.State<Circle>) histories.atVersion(id, version)).then().state();
    }

    @Test
    void aStateIsFoldedFromTheNearestSnapshotBelowIt() throws SQLException {
        var id = grown(12);
        execute("UPDATE circle_events SET payload = JSON_SET(payload, '$.name', CONCAT('from ', version))"
                + " WHERE version IN (1, 6)");

        assertThat(nameAt(id, 4)).isEqualTo("from 1");
        assertThat(nameAt(id, 5)).isEqualTo("chess");
        assertThat(nameAt(id, 9)).isEqualTo("from 6");
        assertThat(nameAt(id, 12)).isEqualTo("chess");
    }

    @Test
    void eventsBelowTheSnapshotAreNotRead() throws SQLException {
        var id = grown(12);
        execute("UPDATE circle_events SET payload = '[]' WHERE version < 10");

        assertThat(capacityAt(id, 12)).isEqualTo(22);
        assertThatThrownBy(() -> histories.atVersion(id, 9))
                .isInstanceOfSatisfying(
                        CorruptStreamException.class,
                        corrupt -> assertThat(corrupt.version()).isEqualTo(6));
    }

    @Test
    void aSnapshotThatIsNoneIsIgnored() throws SQLException {
        var id = grown(12);
        for (var state : List.of("'{}'", "JSON_SET(state, '$.schema_version', 2)", "JSON_SET(state, '$.version', 3)")) {
            execute("UPDATE circle_snapshots SET state = " + state);

            assertThat(capacityAt(id, 12)).isEqualTo(22);
            assertThat(capacityAt(id, 7)).isEqualTo(17);
        }
    }

    @Test
    void aLongHistoryIsReplayedInPages() throws SQLException {
        var id = grown(1);
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, payload, occurred_at,"
                + " metadata) SELECT seq, UUID(), '%s', seq, 'CircleUpdated', JSON_OBJECT('capacity', 3 + seq),"
                        .formatted(id)
                + " '2026-04-01 10:00:00' + INTERVAL seq SECOND, '{}' FROM seq_2_to_2500");

        assertThat(capacityAt(id, 2_500)).isEqualTo(2_503);
        assertThat(capacityAt(id, 1_001)).isEqualTo(1_004);
        assertThat(capacityAt(id, 1_000)).isEqualTo(1_003);
        assertThat(histories.atTime(id, Instant.parse("2026-04-01T10:20:34.5Z")))
                .isInstanceOfSatisfying(
                        Past.State.class,
                        state -> assertThat(state.then().version()).isEqualTo(1_234));
    }

    @Test
    void anEventThatCannotBeReadIsShownWithTheReason() throws SQLException {
        var id = grown(3);
        execute("UPDATE circle_events SET event_type = 'CircleMerged', schema_version = 1 WHERE version = 2");

        var entry = histories.after(id, 1, 1).entries().getFirst();

        assertThat(entry.eventType()).isEqualTo("CircleMerged");
        assertThat(entry.occurredAt()).isEqualTo(SampleHistories.TIME);
        assertThat(entry.metadata()).isEqualTo(SampleHistories.METADATA);
        assertThat(entry.event()).isEqualTo(new Parsed.Invalid<>("the event type \"CircleMerged\" is unknown"));
    }

    @Test
    void aMissingEventCorruptsWhatComesAfterIt() throws SQLException {
        var id = grown(4);
        execute("DELETE FROM circle_events WHERE version = 2");

        assertThat(capacityAt(id, 1)).isEqualTo(11);
        for (var version = 2; version <= 4; version++) {
            var asked = version;
            assertThatThrownBy(() -> histories.atVersion(id, asked))
                    .isInstanceOfSatisfying(
                            CorruptStreamException.class,
                            corrupt -> assertThat(corrupt.version()).isEqualTo(2));
        }
    }

    @Test
    void pagesAreFoundByTheKeyOfCircleAndVersion() throws SQLException {
        var id = grown(1);
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, payload, occurred_at,"
                + " metadata) SELECT seq, UUID(), '%s', seq, 'CircleUpdated', JSON_OBJECT('capacity', 3 + seq),"
                        .formatted(id)
                + " '2026-04-01 10:00:00', '{}' FROM seq_2_to_5000");
        execute("ANALYZE TABLE circle_events");

        assertThat(rowsRead(() -> histories.after(id, 4_000, 10))).isLessThan(30);
        assertThat(rowsRead(() -> histories.before(id, 4_000, 10))).isLessThan(30);
    }

    private interface Reading {
        void read();
    }

    /** How many rows the server looks at for something that is asked of it. */
    private long rowsRead(Reading reading) throws SQLException {
        var before = handlerReads();
        reading.read();
        return handlerReads() - before;
    }

    private long handlerReads() throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT SUM(VARIABLE_VALUE) FROM information_schema.GLOBAL_STATUS"
                        + " WHERE VARIABLE_NAME LIKE 'HANDLER_READ%' AND VARIABLE_NAME NOT LIKE '%RND%'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
