package io.ledger.guide;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A room with its bookings, in the order in which they were made. */
public record Room(String name, List<Booking> bookings, boolean closed) {

    /** The time from {@code from} until right before {@code to}. */
    public record Booking(String id, Instant from, Instant to) {}

    public Room {
        bookings = List.copyOf(bookings);
    }

    Optional<Booking> booking(String id) {
        return bookings.stream().filter(booking -> booking.id().equals(id)).findFirst();
    }

    boolean isFree(Instant from, Instant to) {
        return bookings.stream().noneMatch(booking -> booking.from().isBefore(to) && from.isBefore(booking.to()));
    }

    Room with(Booking added) {
        return new Room(name, Stream.concat(bookings.stream(), Stream.of(added)).toList(), closed);
    }

    Room without(Booking removed) {
        return new Room(
                name,
                bookings.stream().filter(booking -> !booking.equals(removed)).toList(),
                closed);
    }
}
