package io.ledger.guide;

import io.ledger.core.Parsed;
import io.ledger.core.decide.EncodedEvent;
import io.ledger.core.decide.EventCodec;
import io.ledger.core.decide.EventTypes;
import io.ledger.guide.RoomEvent.BookingCancelled;
import io.ledger.guide.RoomEvent.RoomClosed;
import io.ledger.guide.RoomEvent.RoomOpened;
import io.ledger.guide.RoomEvent.SlotBooked;
import io.ledger.mariadb.UnreadablePayloadException;
import io.ledger.mariadb.Upcasters;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How events of rooms are stored. */
public final class RoomEvents implements EventCodec<RoomEvent> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final EventTypes TYPES = new EventTypes(
            List.of("RoomOpened", "SlotBooked", "BookingCancelled", "RoomClosed"), "RoomOpened", List.of("RoomClosed"));

    /** An event whose shape changes gets an upcaster here, and its schema version goes up by one. */
    private final Upcasters upcasters = new Upcasters(List.of());

    @Override
    public EventTypes types() {
        return TYPES;
    }

    @Override
    public EncodedEvent encode(RoomEvent event) {
        var eventType = switch (event) {
            case RoomOpened _ -> "RoomOpened";
            case SlotBooked _ -> "SlotBooked";
            case BookingCancelled _ -> "BookingCancelled";
            case RoomClosed _ -> "RoomClosed";
        };
        return new EncodedEvent(
                eventType, upcasters.currentVersion(eventType), payload(event).toString());
    }

    private static ObjectNode payload(RoomEvent event) {
        var payload = JSON.createObjectNode();
        return switch (event) {
            case RoomOpened(var name) -> payload.put("name", name);
            case SlotBooked(var booking, var from, var to) ->
                payload.put("booking", booking).put("from", from.toString()).put("to", to.toString());
            case BookingCancelled(var booking) -> payload.put("booking", booking);
            case RoomClosed() -> payload;
        };
    }

    @Override
    public Parsed<RoomEvent> decode(EncodedEvent encoded) {
        try (var parser = upcasters.current(encoded)) {
            JsonNode payload = JSON.readTree(parser);
            var event = event(encoded.eventType(), payload == null ? JSON.nullNode() : payload);
            // Reading is strict: what this server would not write is not known here, and may be a change it would lose.
            return payload(event).equals(payload) && parser.nextToken() == null
                    ? new Parsed.Valid<>(event)
                    : new Parsed.Invalid<>("the payload is not that of " + encoded.eventType());
        } catch (JacksonException | DateTimeException broken) {
            return new Parsed.Invalid<>("the payload is broken: " + broken.getMessage());
        } catch (UnreadablePayloadException unreadable) {
            return new Parsed.Invalid<>(unreadable.reason());
        }
    }

    private static RoomEvent event(String eventType, JsonNode payload) {
        var booking = payload.path("booking").asString("");
        return switch (eventType) {
            case "RoomOpened" -> new RoomOpened(payload.path("name").asString(""));
            case "SlotBooked" -> new SlotBooked(booking, time(payload.path("from")), time(payload.path("to")));
            case "BookingCancelled" -> new BookingCancelled(booking);
            case "RoomClosed" -> new RoomClosed();
            default -> throw new UnreadablePayloadException("the event type \"%s\" is unknown".formatted(eventType));
        };
    }

    private static Instant time(JsonNode text) {
        return Instant.parse(text.asString(""));
    }
}
