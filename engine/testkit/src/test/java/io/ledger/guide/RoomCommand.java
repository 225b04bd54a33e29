package io.ledger.guide;

import java.time.Instant;

/** What somebody wants of a room. */
public sealed interface RoomCommand {

    record OpenRoom(String name) implements RoomCommand {}

    record BookSlot(String booking, Instant from, Instant to) implements RoomCommand {}

    record CancelBooking(String booking) implements RoomCommand {}

    record CloseRoom() implements RoomCommand {}
}
