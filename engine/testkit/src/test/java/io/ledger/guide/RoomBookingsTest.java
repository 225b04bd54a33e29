package io.ledger.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition.AnyVersion;
import io.ledger.core.command.Precondition.Exactly;
import io.ledger.core.command.Request;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.AsOf;
import io.ledger.core.read.StreamAnswer;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.core.stream.Histories.Past;
import io.ledger.guide.RoomCommand.BookSlot;
import io.ledger.guide.RoomCommand.OpenRoom;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.TableNames;
import io.ledger.stores.TestStores;
import io.ledger.testkit.InMemoryDocumentStore;
import io.ledger.testkit.counter.CounterCommand.Start;
import io.ledger.testkit.counter.CounterFingerprint;
import io.ledger.testkit.counter.Counters;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application of the guide: rooms, and counters beside them in the same log. */
class RoomBookingsTest {

    private static final Instant NINE = Instant.parse("2026-04-01T09:00:00Z");
    private static final Instant TEN = Instant.parse("2026-04-01T10:00:00Z");

    private static final TableNames TABLES = new TableNames("room_events", "room_snapshots", "room_id", "room");

    private MariaDb mariaDb;

    @BeforeEach
    void openFreshDatabase() {
        var access = TestStores.shared().freshDatabase();
        mariaDb = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), TABLES);
        mariaDb.migrate();
    }

    @AfterEach
    void closeDatabase() {
        mariaDb.close();
    }

    private static Request request(String key) {
        return new Request(
                new EventMetadata("mika", "request-1", "request-1"), Optional.of(new IdempotencyKey("mika", key)));
    }

    @Test
    void aRoomIsBookedAndReadBack() {
        var database = mariaDb.database();
        var appender = new Appender(database, 500);
        var roomViews = new InMemoryDocumentStore<RoomView>("room");

        var rooms = StreamSide.of(database, appender, Rooms.AGGREGATE, Rooms.PROJECTION, Rooms::fingerprint, roomViews);

        var opened = (CommandOutcome.Done<RoomRejection>) rooms.commands().create(new OpenRoom("Blue"), request("1"));
        var book = new BookSlot("b1", NINE, TEN);
        var firstVersion = new Exactly(new ExpectedVersion(1));
        var booked = (CommandOutcome.Done<RoomRejection>)
                rooms.commands().change(opened.id(), book, firstVersion, request("2"));

        // The same request again has the same answer and records nothing.
        assertThat(rooms.commands().change(opened.id(), book, firstVersion, request("2")))
                .isEqualTo(booked);

        var clash = new BookSlot("b2", NINE.plusSeconds(1), TEN.plusSeconds(1));
        assertThat(rooms.commands().change(opened.id(), clash, new AnyVersion(), request("3")))
                .isEqualTo(new CommandOutcome.RejectedCommand<>(opened.id(), RoomRejection.SLOT_IS_TAKEN));

        // The read model has not moved yet. What this caller has written is never missing from an answer all the same.
        var answer = rooms.documents().find(opened.id(), booked.position());
        assertThat(answer).isInstanceOf(StreamAnswer.Visible.class);

        rooms.projection().run(); // the read model is empty and starts over
        rooms.projection().run(); // and follows the log to its end
        assertThat(roomViews.find(opened.id()).value().map(RoomView::bookings))
                .isEqualTo(rooms.histories()
                        .blame(opened.id(), GlobalPosition.START)
                        .value()
                        .map(blame -> blame.fields().get("bookings").value()));

        // What was the room before the booking?
        var past = rooms.histories()
                .find(opened.id(), new AsOf.Version(1), GlobalPosition.START)
                .past();
        assertThat(past).isInstanceOf(Past.State.class);
        assertThat(((Past.State<Room>) past).then().state().bookings()).isEmpty();
    }

    @Test
    void anotherKindOfStreamIsOneMoreLine() {
        var database = mariaDb.database();
        var appender = new Appender(database, 500);
        var roomViews = new InMemoryDocumentStore<RoomView>("room");
        var rooms = StreamSide.of(database, appender, Rooms.AGGREGATE, Rooms.PROJECTION, Rooms::fingerprint, roomViews);

        var counters = StreamSide.of(
                database,
                appender,
                Counters.AGGREGATE,
                Counters.PROJECTION,
                new CounterFingerprint(),
                new InMemoryDocumentStore<>("counter"));

        var room = rooms.commands().create(new OpenRoom("Blue"), request("1"));
        var counter = counters.commands().create(new Start("Visitors"), request("2"));

        assertThat(((CommandOutcome.Done<?>) room).position()).isEqualTo(new GlobalPosition(1));
        assertThat(((CommandOutcome.Done<?>) counter).position()).isEqualTo(new GlobalPosition(2));
    }
}
