package io.ledger.mariadb;

import static io.circleledger.infrastructure.contract.SampleHistories.append;
import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.stream.Histories.Entry;
import io.ledger.core.stream.Versioned;
import io.ledger.mariadb.ReadingRooms.Room;
import io.ledger.mariadb.ReadingRooms.RoomEvent;
import io.ledger.stores.TestStores;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of two categories under one id, as a hand leaves them: the stream is corrupt at the first row that is not its own. */
class MixedCategoriesTest {

    private MariaDb database;
    private MariaDbEventStore<Circle, CircleEvent> circles;
    private MariaDbEventStore<Room, RoomEvent> rooms;
    private MariaDbHistories<Circle, CircleEvent> histories;

    @BeforeEach
    void openFreshDatabase() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        circles = CircleLog.store(database, 5);
        rooms = new MariaDbEventStore<>(
                database.database(), ReadingRooms.AGGREGATE, new Appender(database.database(), 5));
        histories = new MariaDbHistories<>(database.database(), CircleStreams.AGGREGATE);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void aRowOfAnotherCategoryIsToldWithItsVersionWhereverItStands() throws SQLException {
        var id = grown(12);
        var remembered = circles.load(id).value();
        for (var version = 1; version <= 12; version++) {
            makeRoom(id, version);

            var at = version;
            assertCorrupt(id, at, () -> circles.replay(id));
            assertCorrupt(id, at, () -> circles.loadToChange(id));
            assertCorrupt(id, at, () -> circles.append(append(id, remembered, resized(50))));
            if (version >= 10) {
                // The snapshot of version 10 stands for what is below it, and for its own event only while that is a
                // circle's.
                assertCorrupt(id, at, () -> circles.load(id));
                assertCorrupt(id, at, () -> histories.atVersion(id, 12));
            } else {
                assertThat(circles.load(id).value()).isEqualTo(remembered);
            }
            assertThat(histories.after(id, 0, 20).entries())
                    .filteredOn(entry -> entry.event() instanceof Parsed.Invalid)
                    .extracting(Entry::version)
                    .containsExactly(version);
            // To the other category it is no stream of its own either: the row is known, and the first one is a
            // circle's.
            var others = new StreamId(ReadingRooms.CATEGORY, id.id());
            assertCorrupt(others, 1, () -> rooms.replay(others));
            assertCorrupt(others, 1, () -> rooms.load(others));

            execute("UPDATE circle_events SET category = 'circle'");
        }
        assertThat(circles.replay(id).value()).isEqualTo(remembered);
        assertThat(rooms.load(new StreamId(ReadingRooms.CATEGORY, id.id())).value())
                .isEmpty();
    }

    @Test
    void aRowOfAnotherCategoryIsFoundBeyondWhatIsFolded() throws SQLException {
        var id = grown(3);
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, payload,"
                + " occurred_at, metadata) SELECT seq, UUID(), '" + id + "', seq, 'CircleUpdated',"
                + " JSON_OBJECT('capacity', seq + 10), NOW(6), '{}' FROM seq_4_to_2500");
        execute("UPDATE log_head SET position = 2500");
        record(circles, id, resized(20), resized(21), resized(22), resized(23), resized(24));
        assertThat(circles.loadToChange(id).value().map(Versioned::version)).contains(2505);

        for (var version : new int[] {1001, 1700, 2000, 2001}) {
            makeRoom(id, version);

            assertCorrupt(id, version, () -> circles.loadToChange(id));
            assertCorrupt(id, version, () -> circles.replay(id));

            execute("UPDATE circle_events SET category = 'circle'");
        }
    }

    private StreamId grown(int versions) {
        var id = newId();
        record(circles, id, created("chess", 11));
        for (var version = 2; version <= versions; version++) {
            record(circles, id, resized(10 + version));
        }
        return id;
    }

    private void makeRoom(StreamId id, int version) throws SQLException {
        execute("UPDATE circle_events SET category = 'reading-room' WHERE circle_id = '" + id + "' AND version = "
                + version);
    }

    private static void assertCorrupt(StreamId id, int version, ThrowingCallable call) {
        assertThatThrownBy(call)
                .as("version %d", version)
                .isInstanceOfSatisfying(CorruptStreamException.class, corrupt -> {
                    assertThat(corrupt.stream()).isEqualTo(id);
                    assertThat(corrupt.version()).isEqualTo(version);
                });
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
