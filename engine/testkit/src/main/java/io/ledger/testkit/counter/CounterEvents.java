package io.ledger.testkit.counter;

import io.ledger.core.Parsed;
import io.ledger.core.decide.EncodedEvent;
import io.ledger.core.decide.EventCodec;
import io.ledger.core.decide.EventTypes;
import io.ledger.mariadb.UnreadablePayloadException;
import io.ledger.mariadb.Upcaster;
import io.ledger.mariadb.Upcasters;
import io.ledger.testkit.counter.CounterEvent.Added;
import io.ledger.testkit.counter.CounterEvent.CounterClosed;
import io.ledger.testkit.counter.CounterEvent.Started;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How events of counters are stored.
 *
 * <p>The first version of {@code Added} called its field {@code n}. Such events are still read: that is what its upcaster
 * is for.
 */
public final class CounterEvents implements EventCodec<CounterEvent> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final EventTypes TYPES =
            new EventTypes(List.of("Started", "Added", "Closed"), "Started", List.of("Closed"));

    private final Upcasters upcasters = new Upcasters(List.of(new Upcaster("Added", 1, CounterEvents::rename)));

    private static ObjectNode rename(ObjectNode payload) {
        var amount = payload.remove("n");
        if (amount == null || payload.has("amount")) {
            throw new UnreadablePayloadException("the first version of Added has the field \"n\" alone");
        }
        return payload.set("amount", amount);
    }

    @Override
    public EventTypes types() {
        return TYPES;
    }

    @Override
    public EncodedEvent encode(CounterEvent event) {
        var eventType = switch (event) {
            case Started _ -> "Started";
            case Added _ -> "Added";
            case CounterClosed _ -> "Closed";
        };
        return new EncodedEvent(
                eventType, upcasters.currentVersion(eventType), payload(event).toString());
    }

    private static ObjectNode payload(CounterEvent event) {
        var payload = JSON.createObjectNode();
        return switch (event) {
            case Started(var name) -> payload.put("name", name);
            case Added(var amount) -> payload.put("amount", amount);
            case CounterClosed() -> payload;
        };
    }

    @Override
    public Parsed<CounterEvent> decode(EncodedEvent encoded) {
        try (var parser = upcasters.current(encoded)) {
            JsonNode payload = JSON.readTree(parser);
            if (payload == null) {
                return new Parsed.Invalid<>("the payload is empty");
            }
            var event = event(encoded.eventType(), payload);
            // Whatever is not written like this is not known here, and may be a change that would be lost.
            return payload(event).toString().equals(payload.toString()) && parser.nextToken() == null
                    ? new Parsed.Valid<>(event)
                    : new Parsed.Invalid<>("the payload is none of " + encoded.eventType());
        } catch (JacksonException broken) {
            return new Parsed.Invalid<>("the payload is not JSON: " + broken.getOriginalMessage());
        } catch (UnreadablePayloadException unreadable) {
            return new Parsed.Invalid<>(unreadable.reason());
        }
    }

    private static CounterEvent event(String eventType, JsonNode payload) {
        return switch (eventType) {
            case "Started" -> new Started(payload.path("name").asString(""));
            case "Added" -> new Added(payload.path("amount").asLong(0));
            case "Closed" -> new CounterClosed();
            default -> throw new UnreadablePayloadException("the event type \"%s\" is unknown".formatted(eventType));
        };
    }
}
