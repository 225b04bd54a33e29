package io.ledger.guide;

/** The rules of a room that a command can break. */
public enum RoomRejection {
    ROOM_ALREADY_OPEN,
    ROOM_DOES_NOT_EXIST,
    ROOM_IS_CLOSED,
    SLOT_ENDS_BEFORE_IT_BEGINS,
    SLOT_IS_TAKEN,
    BOOKING_DOES_NOT_EXIST
}
