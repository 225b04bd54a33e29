package io.ledger.guide;

import io.ledger.core.decide.Decider;
import io.ledger.core.decide.Decision;
import io.ledger.core.decide.Decision.Accepted;
import io.ledger.core.decide.Decision.Rejected;
import io.ledger.core.decide.ImpossibleEventException;
import io.ledger.guide.Room.Booking;
import io.ledger.guide.RoomCommand.BookSlot;
import io.ledger.guide.RoomCommand.CancelBooking;
import io.ledger.guide.RoomCommand.CloseRoom;
import io.ledger.guide.RoomCommand.OpenRoom;
import io.ledger.guide.RoomEvent.BookingCancelled;
import io.ledger.guide.RoomEvent.RoomClosed;
import io.ledger.guide.RoomEvent.RoomOpened;
import io.ledger.guide.RoomEvent.SlotBooked;
import java.util.List;
import java.util.Optional;

/** The rules of a room. */
public final class RoomDecider implements Decider<RoomCommand, Room, RoomEvent, RoomRejection> {

    @Override
    public Decision<RoomEvent, RoomRejection> decide(RoomCommand command, Optional<Room> state) {
        return switch (command) {
            case OpenRoom(var name) ->
                state.isPresent() ? rejected(RoomRejection.ROOM_ALREADY_OPEN) : accepted(new RoomOpened(name));
            case BookSlot book -> inOpenRoom(state, room -> book(book, room));
            case CancelBooking(var booking) ->
                inOpenRoom(
                        state,
                        room -> room.booking(booking).isPresent()
                                ? accepted(new BookingCancelled(booking))
                                : rejected(RoomRejection.BOOKING_DOES_NOT_EXIST));
            case CloseRoom() -> inOpenRoom(state, _ -> accepted(new RoomClosed()));
        };
    }

    private interface Rule {
        Decision<RoomEvent, RoomRejection> decide(Room room);
    }

    private static Decision<RoomEvent, RoomRejection> inOpenRoom(Optional<Room> state, Rule rule) {
        if (state.isEmpty()) {
            return rejected(RoomRejection.ROOM_DOES_NOT_EXIST);
        }
        return state.get().closed() ? rejected(RoomRejection.ROOM_IS_CLOSED) : rule.decide(state.get());
    }

    private static Decision<RoomEvent, RoomRejection> book(BookSlot command, Room room) {
        if (!command.from().isBefore(command.to())) {
            return rejected(RoomRejection.SLOT_ENDS_BEFORE_IT_BEGINS);
        }
        var booked = new SlotBooked(command.booking(), command.from(), command.to());
        var before = room.booking(command.booking());
        if (before.isPresent()) {
            // The same booking once more changes nothing; another one under its name is refused.
            return before.get().equals(new Booking(booked.booking(), booked.from(), booked.to()))
                    ? new Accepted<>(List.of())
                    : rejected(RoomRejection.SLOT_IS_TAKEN);
        }
        return room.isFree(command.from(), command.to()) ? accepted(booked) : rejected(RoomRejection.SLOT_IS_TAKEN);
    }

    private static Decision<RoomEvent, RoomRejection> accepted(RoomEvent event) {
        return new Accepted<>(List.of(event));
    }

    private static Decision<RoomEvent, RoomRejection> rejected(RoomRejection rejection) {
        return new Rejected<>(rejection);
    }

    @Override
    public Room evolve(Optional<Room> state, RoomEvent event) {
        return switch (event) {
            case RoomOpened(var name) -> {
                if (state.isPresent()) {
                    throw new ImpossibleEventException("RoomOpened follows other events");
                }
                yield new Room(name, List.of(), false);
            }
            case SlotBooked(var booking, var from, var to) -> open(state).with(new Booking(booking, from, to));
            case BookingCancelled(var booking) -> {
                var room = open(state);
                yield room.without(room.booking(booking)
                        .orElseThrow(() -> new ImpossibleEventException("there is no booking " + booking)));
            }
            case RoomClosed() -> new Room(open(state).name(), open(state).bookings(), true);
        };
    }

    private static Room open(Optional<Room> state) {
        return state.filter(room -> !room.closed())
                .orElseThrow(() -> new ImpossibleEventException("the room is not open"));
    }
}
