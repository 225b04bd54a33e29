package io.circleledger.infrastructure.stored;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.ledger.core.Parsed;
import io.ledger.core.decide.EncodedEvent;
import io.ledger.core.decide.EventCodec;
import io.ledger.core.decide.EventTypes;
import io.ledger.mariadb.UnreadablePayloadException;
import io.ledger.mariadb.Upcaster;
import io.ledger.mariadb.Upcasters;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * How events of circles are stored.
 *
 * <p>The stored names are a contract with every event ever written: they are spelled out here and
 * never taken from a class. A change of shape raises the event's schema version and comes with an
 * {@link Upcaster} for the version before. Reading is strict: a field that this server does not know
 * may be a change that it would lose.
 */
public final class CircleEvents implements EventCodec<CircleEvent> {

    /** What brings every schema version that was ever written up to date; a new one is added here and nowhere else. */
    private static final List<Upcaster> UPCASTERS = List.of();

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String CREATED = "CircleCreated";
    private static final String UPDATED = "CircleUpdated";
    private static final String DISSOLVED = "CircleDissolved";
    private static final EventTypes TYPES =
            new EventTypes(List.of(CREATED, UPDATED, DISSOLVED), CREATED, List.of(DISSOLVED));

    private static final String NAME = "name";
    private static final String CAPACITY = "capacity";

    private final Upcasters upcasters;

    /** A codec that reads every event that any version of this program has written. */
    public CircleEvents() {
        this(UPCASTERS);
    }

    /** @param upcasters lead each event type from version 1 to the one that is written, without a gap */
    public CircleEvents(List<Upcaster> upcasters) {
        this.upcasters = new Upcasters(upcasters);
    }

    @Override
    public EventTypes types() {
        return TYPES;
    }

    @Override
    public EncodedEvent encode(CircleEvent event) {
        var payload = JSON.createObjectNode();
        var eventType = switch (event) {
            case CircleCreated(var name, var capacity) -> {
                payload.put(NAME, name.value()).put(CAPACITY, capacity.value());
                yield CREATED;
            }
            case CircleUpdated(var name, var capacity) -> {
                name.ifPresent(changed -> payload.put(NAME, changed.value()));
                capacity.ifPresent(changed -> payload.put(CAPACITY, changed.value()));
                yield UPDATED;
            }
            case CircleDissolved() -> DISSOLVED;
        };
        return new EncodedEvent(eventType, upcasters.currentVersion(eventType), JSON.writeValueAsString(payload));
    }

    @Override
    public Parsed<CircleEvent> decode(EncodedEvent encoded) {
        try (var payload = upcasters.current(encoded)) {
            return new Parsed.Valid<>(event(encoded.eventType(), payload));
        } catch (JacksonException broken) {
            return new Parsed.Invalid<>("the payload is not JSON: " + broken.getOriginalMessage());
        } catch (UnreadablePayloadException unreadable) {
            return new Parsed.Invalid<>(unreadable.reason());
        }
    }

    private record Fields(Optional<CircleName> name, Optional<Capacity> capacity) {}

    private static Fields fields(JsonParser payload) {
        if (payload.nextToken() != JsonToken.START_OBJECT) {
            throw noObject();
        }
        var name = Optional.<CircleName>empty();
        var capacity = Optional.<Capacity>empty();
        for (var field = payload.nextName(); field != null; field = payload.nextName()) {
            var value = payload.nextToken();
            switch (field) {
                case NAME -> name = Optional.of(name(value, payload));
                case CAPACITY -> capacity = Optional.of(capacity(value, payload));
                default -> throw unknown(field);
            }
        }
        if (payload.nextToken() != null) {
            throw new UnreadablePayloadException("the payload goes on after its end");
        }
        return new Fields(name, capacity);
    }

    private static CircleEvent event(String eventType, JsonParser payload) {
        return switch (eventType) {
            case CREATED -> {
                var fields = fields(payload);
                yield new CircleCreated(required(fields.name(), NAME), required(fields.capacity(), CAPACITY));
            }
            case UPDATED -> {
                var fields = fields(payload);
                if (fields.name().isEmpty() && fields.capacity().isEmpty()) {
                    throw new UnreadablePayloadException("CircleUpdated changes nothing");
                }
                yield new CircleUpdated(fields.name(), fields.capacity());
            }
            case DISSOLVED -> {
                var fields = fields(payload);
                if (fields.name().isPresent() || fields.capacity().isPresent()) {
                    throw unknown(fields.name().isPresent() ? NAME : CAPACITY);
                }
                yield new CircleDissolved();
            }
            default -> throw new UnreadablePayloadException("the event type \"%s\" is unknown".formatted(eventType));
        };
    }

    private static CircleName name(JsonToken token, JsonParser payload) {
        if (token != JsonToken.VALUE_STRING) {
            throw new UnreadablePayloadException("the name is not a string");
        }
        return CircleName.stored(payload.getString()).orElseThrow(UnreadablePayloadException::new);
    }

    private static Capacity capacity(JsonToken token, JsonParser payload) {
        if (token != JsonToken.VALUE_NUMBER_INT || payload.getNumberType() == NumberType.BIG_INTEGER) {
            throw new UnreadablePayloadException("the capacity is not a whole number");
        }
        return Capacity.parse(payload.getLongValue()).orElseThrow(UnreadablePayloadException::new);
    }

    private static UnreadablePayloadException noObject() {
        return new UnreadablePayloadException("the payload is not a JSON object");
    }

    private static UnreadablePayloadException unknown(String field) {
        return new UnreadablePayloadException("the field \"%s\" is unknown".formatted(field));
    }

    private static <T> T required(Optional<T> field, String name) {
        return field.orElseThrow(() -> new UnreadablePayloadException("the field \"%s\" is missing".formatted(name)));
    }
}
