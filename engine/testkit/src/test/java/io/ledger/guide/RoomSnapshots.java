package io.ledger.guide;

import io.ledger.core.StreamId;
import io.ledger.core.decide.StateCodec;
import io.ledger.guide.Room.Booking;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How states of rooms are stored in snapshots. */
public final class RoomSnapshots implements StateCodec<Room> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public String encode(StreamId stream, int version, Room room) {
        return node(stream, version, room).toString();
    }

    private static JsonNode node(StreamId stream, int version, Room room) {
        var node = JSON.createObjectNode()
                .put("room_id", stream.id())
                .put("version", version)
                .put("name", room.name())
                .put("closed", room.closed());
        var bookings = node.putArray("bookings");
        for (var booking : room.bookings()) {
            bookings.addObject()
                    .put("id", booking.id())
                    .put("from", booking.from().toString())
                    .put("to", booking.to().toString());
        }
        return node;
    }

    @Override
    public Optional<Room> decode(StreamId stream, int version, String json) {
        try {
            var node = JSON.readTree(json);
            var bookings = node.path("bookings").valueStream().map(RoomSnapshots::booking);
            var room = new Room(
                    node.path("name").asString(""),
                    bookings.toList(),
                    node.path("closed").asBoolean(false));
            return node(stream, version, room).equals(node) ? Optional.of(room) : Optional.empty();
        } catch (JacksonException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Booking booking(JsonNode node) {
        return new Booking(
                node.path("id").asString(""),
                Instant.parse(node.path("from").asString("")),
                Instant.parse(node.path("to").asString("")));
    }

    @Override
    public String describe(Room room) {
        return "\"%s\" with %d bookings".formatted(room.name(), room.bookings().size());
    }
}
