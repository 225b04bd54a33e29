package io.ledger.guide;

import io.ledger.core.StreamId;
import io.ledger.core.command.Precondition;
import io.ledger.core.decide.Aggregate;
import io.ledger.guide.RoomCommand.BookSlot;
import io.ledger.guide.RoomCommand.CancelBooking;
import io.ledger.guide.RoomCommand.CloseRoom;
import io.ledger.guide.RoomCommand.OpenRoom;

/** What the engine needs to know about rooms. */
public final class Rooms {

    public static final Aggregate<RoomCommand, Room, RoomEvent, RoomRejection> AGGREGATE =
            new Aggregate<>("room", new RoomDecider(), new RoomEvents(), new RoomSnapshots());

    public static final RoomProjection PROJECTION = new RoomProjection(AGGREGATE);

    private Rooms() {}

    /** The text that tells a request from every other one under the same idempotency key. */
    public static String fingerprint(StreamId room, RoomCommand command, Precondition precondition) {
        var of = "\n" + room.id() + "\n" + precondition.text() + "\n";
        return switch (command) {
            case OpenRoom(var name) -> "OpenRoom\n" + name + "\n";
            case BookSlot(var booking, var from, var to) -> "BookSlot" + of + booking + "\n" + from + "\n" + to + "\n";
            case CancelBooking(var booking) -> "CancelBooking" + of + booking + "\n";
            case CloseRoom() -> "CloseRoom" + of;
        };
    }
}
