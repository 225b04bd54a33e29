package io.ledger.mariadb;

import static io.ledger.mariadb.ReadingRooms.newRoom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ledger.core.StreamId;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.EventSearch;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.AppendResult.VersionConflict;
import io.ledger.core.stream.Histories.Past;
import io.ledger.core.stream.SnapshotPolicy;
import io.ledger.mariadb.ReadingRooms.Room;
import io.ledger.mariadb.ReadingRooms.RoomEvent;
import io.ledger.stores.TestStores;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log whose tables are called after reading rooms, from its migrations on. */
class TableNamesTest {

    private static final TableNames ROOMS =
            new TableNames("room_events", "room_snapshots", "room_id", ReadingRooms.CATEGORY);

    private MariaDb database;
    private MariaDbEventStore<Room, RoomEvent> store;

    @BeforeEach
    void openFreshDatabase() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), ROOMS);
        database.migrate();
        store = new MariaDbEventStore<>(
                database.database(), ReadingRooms.AGGREGATE, new Appender(database.database(), 5));
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    /** A room with versions 1 to {@code last}, each with 10 seats more than its version. */
    private StreamId grown(int last) {
        var id = newRoom();
        store.append(ReadingRooms.append(id, Optional.empty(), new RoomEvent.Opened(11)));
        for (var version = 2; version <= last; version++) {
            store.append(ReadingRooms.append(id, store.load(id).value(), new RoomEvent.Refitted(10 + version)));
        }
        return id;
    }

    @Test
    void theTablesAndTheirKeysHaveTheNamesAndNoOthers() throws SQLException {
        assertThat(rows("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                        + " ORDER BY table_name"))
                .containsExactly(
                        "accounts",
                        "account_keys",
                        "api_tokens",
                        "audit_log",
                        "flyway_schema_history",
                        "idempotency_keys",
                        "identity_epoch",
                        "imports",
                        "import_results",
                        "import_rows",
                        "import_traces",
                        "jobs",
                        "leases",
                        "log_fence",
                        "log_head",
                        "log_tagging",
                        "persons",
                        "room_events",
                        "room_events_tags",
                        "room_snapshots",
                        "sessions",
                        "sign_in_links");
        assertThat(rows("SELECT DISTINCT index_name FROM information_schema.statistics WHERE table_schema = DATABASE()"
                        + " AND table_name LIKE 'room%' AND index_name <> 'PRIMARY' ORDER BY index_name"))
                .containsExactly(
                        "room_events_id", "room_events_reading_room_version", "room_snapshots_reading_room_version");
        assertThat(rows("SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE()"
                        + " AND (column_name LIKE '%circle%' OR column_default LIKE '%circle%')"))
                .isEmpty();
    }

    @Test
    void aStreamIsAppendedToAndRead() throws SQLException {
        var id = grown(12);

        assertThat(store.load(id).value().orElseThrow().state()).isEqualTo(new Room(22, false));
        assertThat(store.load(id)).isEqualTo(store.replay(id)).isEqualTo(store.loadToChange(id));
        assertThat(rows("SELECT version FROM room_snapshots ORDER BY version")).containsExactly("5", "10");
        assertThat(rows("SELECT DISTINCT category FROM room_events")).containsExactly("reading-room");
        var stale = ReadingRooms.append(id, store.load(id).value(), new RoomEvent.Refitted(50));
        store.append(ReadingRooms.append(id, store.load(id).value(), new RoomEvent.Closed()));
        assertThat(store.append(stale)).isEqualTo(new VersionConflict(id, 13));
        assertThat(store.append(stale)).isEqualTo(new VersionConflict(id, 13));
    }

    @Test
    void theLogItsHistoriesAndItsFeedAreRead() {
        var id = grown(7);
        var log = new MariaDbEventLog<>(database.database(), ReadingRooms.AGGREGATE);
        assertThat(log.readFrom(GlobalPosition.START, 10))
                .hasSize(7)
                .allSatisfy(entry -> assertThat(entry).isInstanceOf(Recorded.class));
        assertThat(log.replayFrom(new GlobalPosition(6), 10))
                .extracting(LogEntry::position)
                .containsExactly(new GlobalPosition(6), new GlobalPosition(7));
        assertThat(log.ends().given()).contains(log.head()).contains(new GlobalPosition(7));
        assertThat(log.faultsBetween(new GlobalPosition(1), new GlobalPosition(7)))
                .isEmpty();

        var histories = new MariaDbHistories<>(database.database(), ReadingRooms.AGGREGATE);
        assertThat(histories.after(id, 2, 3).entries()).hasSize(3);
        assertThat(histories.before(id, 3, 9).entries()).hasSize(2);
        assertThat(histories.atVersion(id, 6))
                .isInstanceOfSatisfying(
                        Past.State.class,
                        past -> assertThat(past.then().state()).isEqualTo(new Room(16, false)));

        var feed = new MariaDbEventFeed(database.database(), List.of(ReadingRooms.AGGREGATE));
        assertThat(feed.after(GlobalPosition.START, FeedFilter.ALL, 100).events())
                .hasSize(7)
                .allSatisfy(event -> assertThat(event.unreadable()).isEmpty());
        var search = new MariaDbEventSearch(database.database(), feed);
        var all = new EventSearch.EventCriteria(
                FeedFilter.ALL, Optional.empty(), Optional.empty(), Optional.empty(), true);
        assertThat(search.page(all, Optional.empty(), EventFeed.MAX_PAGE).events())
                .hasSize(7);
    }

    @Test
    void snapshotsTheIndexAndTheAnswersAreRead() throws Exception {
        var id = grown(12);
        assertThat(new MariaDbStreamIndex(
                                database.database(),
                                ReadingRooms.CATEGORY,
                                ReadingRooms.AGGREGATE.events().types())
                        .after("", 10))
                .hasSize(1);
        var snapshots = new MariaDbSnapshotLog<>(database.database(), ReadingRooms.AGGREGATE);
        assertThat(snapshots.takenBetween(new GlobalPosition(1), new GlobalPosition(12)))
                .hasSize(2);
        assertThat(snapshots.places(Optional.empty())).hasSize(2);
        snapshots.delete(snapshots.of(id.id()).getFirst());
        assertThat(snapshots.of(id.id())).hasSize(1);
        assertThat(new SnapshotPruning(database.database(), SnapshotPolicy.every(5)).prune())
                .isZero();

        var key = new IdempotencyKey("mika", "a");
        var other = newRoom();
        var requested = new Append(
                ReadingRooms.append(other, Optional.empty(), new RoomEvent.Opened(9))
                        .first(),
                Optional.of(new IdempotentRequest(key, "f".repeat(64))));
        assertThat(store.append(requested)).isEqualTo(new Appended(new GlobalPosition(13)));
        var answers = new MariaDbIdempotencyRecords(database.database());
        assertThat(answers.find(key)).contains(new RecordedAnswer("f".repeat(64), other, 1, new GlobalPosition(13)));
        assertThat(database.condition()).isEqualTo(MariaDb.Condition.WRITABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Room", "room-events", "room events", "1room", "room`", "room;"})
    void aNameOfAnotherShapeIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TableNames(name, "room_snapshots", "room_id", "room"));
        assertThatIllegalArgumentException().isThrownBy(() -> new TableNames("room_events", name, "room_id", "room"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TableNames("room_events", "room_snapshots", name, "room"));
    }

    private List<String> rows(String sql) throws SQLException {
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
}
