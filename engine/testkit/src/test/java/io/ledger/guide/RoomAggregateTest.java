package io.ledger.guide;

import io.ledger.guide.RoomCommand.BookSlot;
import io.ledger.guide.RoomCommand.CancelBooking;
import io.ledger.guide.RoomCommand.CloseRoom;
import io.ledger.guide.RoomCommand.OpenRoom;
import io.ledger.mariadb.TableNames;
import io.ledger.stores.TestStores;
import io.ledger.testkit.LedgerStores;
import io.ledger.testkit.MariaDbStores;
import io.ledger.testkit.contract.AggregateContract;
import io.ledger.testkit.contract.AggregateSample;
import java.time.Instant;
import java.util.List;

class RoomAggregateTest extends AggregateContract<RoomCommand, Room, RoomEvent, RoomRejection, RoomView> {

    private static final Instant NINE = Instant.parse("2026-04-01T09:00:00Z");
    private static final Instant TEN = Instant.parse("2026-04-01T10:00:00Z");

    @Override
    protected AggregateSample<RoomCommand, Room, RoomEvent, RoomRejection, RoomView> sample() {
        return new AggregateSample<>(
                Rooms.AGGREGATE,
                Rooms.PROJECTION,
                List.of(
                        new OpenRoom("会議室 \"1\""),
                        new BookSlot("b1", NINE, TEN),
                        new BookSlot("b2", TEN, TEN.plusSeconds(60)),
                        new CancelBooking("b1"),
                        new CloseRoom()),
                List.of(new BookSlot("b1", NINE, TEN), new CloseRoom()));
    }

    @Override
    protected LedgerStores open() {
        var tables = new TableNames("room_events", "room_snapshots", "room_id", "room");
        var database = TestStores.shared().freshDatabase();
        return MariaDbStores.at(database.jdbcUrl(), database.user(), database.password(), tables, 2);
    }
}
