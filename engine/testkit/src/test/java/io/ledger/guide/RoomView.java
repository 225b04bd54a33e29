package io.ledger.guide;

import io.ledger.core.document.Document;
import io.ledger.guide.Room.Booking;
import java.util.List;

/** What a read model shows of a room. */
public record RoomView(String id, int version, String name, List<Booking> bookings) implements Document {}
