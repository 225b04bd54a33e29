package io.ledger.guide;

import java.time.Instant;

/** What happened to a room. */
public sealed interface RoomEvent {

    record RoomOpened(String name) implements RoomEvent {}

    record SlotBooked(String booking, Instant from, Instant to) implements RoomEvent {}

    record BookingCancelled(String booking) implements RoomEvent {}

    record RoomClosed() implements RoomEvent {}
}
