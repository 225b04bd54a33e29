package io.ledger.mariadb;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static io.ledger.mariadb.ReadingRooms.newRoom;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.Circles;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.contract.SampleHistories;
import io.circleledger.infrastructure.faults.LogAudit;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogEntry.Foreign;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.AppendResult.VersionConflict;
import io.ledger.core.stream.Histories.Past;
import io.ledger.core.stream.StreamIndex.Lifespan;
import io.ledger.core.stream.Versioned;
import io.ledger.mariadb.ReadingRooms.Room;
import io.ledger.mariadb.ReadingRooms.RoomEvent;
import io.ledger.stores.TestStores;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Circles and reading rooms in one log. */
class TwoCategoriesTest {

    private MariaDb database;
    private MariaDbEventStore<Circle, CircleEvent> circles;
    private MariaDbEventStore<Room, RoomEvent> rooms;

    @BeforeEach
    void openFreshDatabase() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        var appender = new Appender(database.database(), 5);
        circles = new MariaDbEventStore<>(database.database(), CircleStreams.AGGREGATE, appender);
        rooms = new MariaDbEventStore<>(database.database(), ReadingRooms.AGGREGATE, appender);
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        try (var connection = database.database().connection()) {
            assertThat(LogAudit.faults(connection)).isEmpty();
        } finally {
            database.close();
        }
    }

    /** Chess is created and gets other sizes up to a version, at the positions 1, 4, 5 and so on; in between is a room. */
    private void fill(StreamId chess, StreamId room) {
        record(circles, chess, created("chess", 11));
        assertThat(rooms.append(ReadingRooms.append(
                        room, Optional.empty(), new RoomEvent.Opened(20), new RoomEvent.Refitted(30))))
                .isEqualTo(new Appended(new GlobalPosition(3)));
        record(circles, chess, resized(12));
    }

    @Test
    void anEntryOfAnotherCategoryIsForeignAndPositionsStayGapless() {
        var chess = newId();
        var room = newRoom();
        fill(chess, room);
        var ofCircles = CircleLog.log(database);
        var ofRooms = new MariaDbEventLog<>(database.database(), ReadingRooms.AGGREGATE);

        for (var log :
                List.of(ofCircles.readFrom(GlobalPosition.START, 10), ofCircles.replayFrom(GlobalPosition.START, 10))) {
            assertThat(log).extracting(LogEntry::position).containsExactly(at(1), at(2), at(3), at(4));
            assertThat(log.get(0)).isInstanceOf(Recorded.class);
            assertThat(log.get(1))
                    .isEqualTo(new Foreign<>(at(2), ofCircles.at(at(2)).eventId(), "reading-room"));
            assertThat(log.get(2))
                    .isEqualTo(new Foreign<>(at(3), ofCircles.at(at(3)).eventId(), "reading-room"));
            assertThat(log.get(3))
                    .isInstanceOfSatisfying(
                            Recorded.class, last -> assertThat(last.stream()).isEqualTo(chess));
        }
        var log = ofRooms.readFrom(GlobalPosition.START, 10);
        assertThat(log).extracting(LogEntry::position).containsExactly(at(1), at(2), at(3), at(4));
        assertThat(log.get(0)).isEqualTo(new Foreign<>(at(1), ofRooms.at(at(1)).eventId(), "circle"));
        assertThat(log.get(2)).isInstanceOfSatisfying(Recorded.class, refitted -> {
            assertThat(refitted.stream()).isEqualTo(room);
            assertThat(refitted.version()).isEqualTo(2);
            assertThat(refitted.event()).isEqualTo(new RoomEvent.Refitted(30));
        });
        assertThat(ofRooms.head()).isEqualTo(ofCircles.head()).isEqualTo(at(4));
    }

    @Test
    void oneAppendRecordsEventsOfBothOrOfNone() {
        var chess = newId();
        var room = newRoom();
        fill(chess, room);
        var refit = ReadingRooms.append(room, rooms.load(room).value(), new RoomEvent.Refitted(40));
        var resize = SampleHistories.append(chess, circles.load(chess).value(), resized(13));
        var both = new Append(List.of(resize.first(), refit.first()), Optional.empty());

        assertThat(circles.append(both)).isEqualTo(new Appended(at(6)));
        assertThat(rooms.append(both)).isEqualTo(new Appended(at(6)));
        assertThat(rooms.load(room).value().map(Versioned::state)).contains(new Room(40, false));
        assertThat(circles.load(chess).value().map(Versioned::version)).contains(3);

        var go = SampleHistories.append(newId(), Optional.empty(), created("go", 10));
        var late = ReadingRooms.append(room, rooms.load(room).value(), new RoomEvent.Refitted(50));
        assertThat(rooms.append(ReadingRooms.append(room, rooms.load(room).value(), new RoomEvent.Closed())))
                .isEqualTo(new Appended(at(7)));
        assertThat(circles.append(new Append(List.of(go.first(), late.first()), Optional.empty())))
                .isEqualTo(new VersionConflict(room, 4));
        assertThat(circles.load(go.first().stream()).value()).isEmpty();
    }

    @Test
    void aStreamOfAnotherCategoryIsNoneOfThisOne() {
        var chess = newId();
        var room = newRoom();
        fill(chess, room);
        var head = at(4);
        var roomAsCircle = Circles.stream(room.id());
        var histories = new MariaDbHistories<>(database.database(), CircleStreams.AGGREGATE);

        for (var loaded :
                List.of(circles.load(roomAsCircle), circles.replay(roomAsCircle), circles.loadToChange(roomAsCircle))) {
            assertThat(loaded.value()).isEmpty();
            assertThat(loaded.completeTo()).isEqualTo(head);
        }
        assertThat(histories.after(roomAsCircle, 0, 10).entries()).isEmpty();
        assertThat(histories.after(roomAsCircle, 2, 10).currentVersion()).isZero();
        assertThat(histories.before(roomAsCircle, Integer.MAX_VALUE, 10).entries())
                .isEmpty();
        assertThat(histories.before(roomAsCircle, Integer.MAX_VALUE, 10).currentVersion())
                .isZero();
        assertThat(histories.atVersion(roomAsCircle, 1)).isEqualTo(new Past.Unknown<>(head));
        assertThat(histories.atTime(roomAsCircle, SampleHistories.TIME)).isEqualTo(new Past.Unknown<>(head));
        // Its id is taken all the same.
        assertThat(circles.append(SampleHistories.append(roomAsCircle, Optional.empty(), created("go", 10))))
                .isEqualTo(new VersionConflict(roomAsCircle, 2));
    }

    @Test
    void aStreamOfAnotherCategoryIsNoneOfThisOneThoughItHasSnapshots() {
        var room = newRoom();
        rooms.append(ReadingRooms.append(room, Optional.empty(), new RoomEvent.Opened(20)));
        for (var seats = 21; seats < 33; seats++) {
            rooms.append(ReadingRooms.append(room, rooms.load(room).value(), new RoomEvent.Refitted(seats)));
        }
        var roomAsCircle = Circles.stream(room.id());
        var histories = new MariaDbHistories<>(database.database(), CircleStreams.AGGREGATE);

        assertThat(circles.load(roomAsCircle).value()).isEmpty();
        assertThat(circles.loadToChange(roomAsCircle).value()).isEmpty();
        assertThat(histories.atVersion(roomAsCircle, 11)).isEqualTo(new Past.Unknown<>(at(13)));
        assertThat(rooms.load(room).value().map(Versioned::state)).contains(new Room(32, false));
        assertThat(rooms.load(room)).isEqualTo(rooms.replay(room));
    }

    @Test
    void anIndexAndTheSnapshotsAreThoseOfOneCategory() throws SQLException {
        var chess = newId();
        var room = newRoom();
        fill(chess, room);
        record(circles, chess, resized(13), resized(14), resized(15));
        for (var seats = 31; seats < 34; seats++) {
            rooms.append(ReadingRooms.append(room, rooms.load(room).value(), new RoomEvent.Refitted(seats)));
        }
        rooms.append(ReadingRooms.append(room, rooms.load(room).value(), new RoomEvent.Closed()));

        var ofCircles = new MariaDbStreamIndex(
                database.database(),
                Circles.CATEGORY,
                CircleStreams.AGGREGATE.events().types());
        var ofRooms = new MariaDbStreamIndex(
                database.database(),
                ReadingRooms.CATEGORY,
                ReadingRooms.AGGREGATE.events().types());
        assertThat(ofCircles.after("", 10)).containsExactly(new Lifespan(chess.id(), at(1), at(7), true));
        assertThat(ofRooms.after("", 10)).containsExactly(new Lifespan(room.id(), at(2), at(11), false));
        assertThat(ofCircles.of(List.of(chess, Circles.stream(room.id())))).containsOnlyKeys(chess.id());
        assertThat(ofCircles.growth(GlobalPosition.START, at(11))).isEqualTo(1);
        assertThat(ofRooms.growth(GlobalPosition.START, at(11))).isZero();
        assertThat(ofRooms.growth(GlobalPosition.START, at(10))).isEqualTo(1);

        var snapshotsOfCircles = new MariaDbSnapshotLog<>(database.database(), CircleStreams.AGGREGATE);
        var snapshotsOfRooms = new MariaDbSnapshotLog<>(database.database(), ReadingRooms.AGGREGATE);
        assertThat(snapshotsOfCircles.takenBetween(at(1), at(11)))
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.streamId()).isEqualTo(chess.id()));
        assertThat(snapshotsOfRooms.takenBetween(at(1), at(11)))
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.state()).contains(new Room(33, false)));
        assertThat(snapshotsOfCircles.places(Optional.empty()))
                .singleElement()
                .satisfies(place -> assertThat(place.streamId()).isEqualTo(chess.id()));
    }

    @Test
    void theFeedHasTheEventsOfBothAndReadsThoseThatItKnows() {
        var chess = newId();
        var room = newRoom();
        fill(chess, room);
        var ofBoth =
                new MariaDbEventFeed(database.database(), List.of(CircleStreams.AGGREGATE, ReadingRooms.AGGREGATE));
        var ofCircles = new MariaDbEventFeed(database.database(), List.of(CircleStreams.AGGREGATE));

        var events = ofBoth.after(GlobalPosition.START, FeedFilter.ALL, 10).events();
        assertThat(events)
                .extracting(StoredEvent::category)
                .containsExactly("circle", "reading-room", "reading-room", "circle");
        assertThat(events).extracting(StoredEvent::unreadable).containsOnly(Optional.empty());
        assertThat(ofCircles.after(GlobalPosition.START, FeedFilter.ALL, 10).events())
                .extracting(StoredEvent::unreadable)
                .containsExactly(
                        Optional.empty(),
                        Optional.of("the category \"reading-room\" is unknown"),
                        Optional.of("the category \"reading-room\" is unknown"),
                        Optional.empty());
    }

    private static GlobalPosition at(long position) {
        return new GlobalPosition(position);
    }
}
