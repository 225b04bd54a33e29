package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleName;
import io.ledger.core.Parsed;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes events as they are stored and reads them back.
 *
 * <p>The stored names are a contract with every event ever written: they are spelled out here and
 * never taken from a class. A change of shape raises the event's schema version and comes with an
 * {@link Upcaster} for the version before. Reading is strict: a field that this server does not know
 * may be a change that it would lose.
 *
 * <p>There is one for the whole process, made where the process is wired and handed to all who read or write events:
 * what one of them can read, all can.
 */
public final class EventCodec {

    /** What brings every schema version that was ever written up to date; a new one is added here and nowhere else. */
    private static final List<Upcaster> UPCASTERS = List.of();

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static final String CREATED = "CircleCreated";
    private static final String UPDATED = "CircleUpdated";
    static final String DISSOLVED = "CircleDissolved";

    private static final String NAME = "name";
    private static final String CAPACITY = "capacity";

    private final List<Upcaster> upcasters;

    /** @throws IllegalArgumentException when the versions of an event type have a gap, or one has two upcasters */
    public EventCodec(List<Upcaster> upcasters) {
        this.upcasters = List.copyOf(upcasters);
        for (var upcaster : this.upcasters) {
            var versions = this.upcasters.stream()
                    .filter(other -> other.eventType().equals(upcaster.eventType()))
                    .map(Upcaster::fromVersion)
                    .sorted()
                    .toList();
            if (!versions.equals(
                    IntStream.rangeClosed(1, versions.size()).boxed().toList())) {
                throw new IllegalArgumentException(
                        "The upcasters of %s are from the versions %s and must be from 1 on, one each"
                                .formatted(upcaster.eventType(), versions));
            }
        }
    }

    /** A codec that reads every event that any version of this program has written. */
    public static EventCodec current() {
        return new EventCodec(UPCASTERS);
    }

    /** The names of all event types that this server can read. */
    List<String> eventTypes() {
        return List.of(CREATED, UPDATED, DISSOLVED);
    }

    /** The type of the first event of each history, which none of the others has. */
    String firstEventType() {
        return CREATED;
    }

    /** An event as its row has it. */
    record Encoded(String eventType, int schemaVersion, String payload) {}

    /** The schema version that events of a type are written in. */
    private int currentVersion(String eventType) {
        var version = 1;
        for (var upcaster : upcasters) {
            version += upcaster.eventType().equals(eventType) ? 1 : 0;
        }
        return version;
    }

    Encoded encode(CircleEvent event) {
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
        return new Encoded(eventType, currentVersion(eventType), JSON.writeValueAsString(payload));
    }

    Parsed<CircleEvent> decode(Encoded encoded) {
        try (var payload = current(encoded)) {
            return new Parsed.Valid<>(event(encoded.eventType(), payload));
        } catch (JacksonException broken) {
            return new Parsed.Invalid<>("the payload is no JSON: " + broken.getOriginalMessage());
        } catch (UnreadableEvent unreadable) {
            return new Parsed.Invalid<>(unreadable.reason);
        }
    }

    /** The payload as the current schema version has it; an old one is made a tree and rewritten. */
    private JsonParser current(Encoded encoded) {
        var wanted = currentVersion(encoded.eventType());
        if (encoded.schemaVersion() < 1 || encoded.schemaVersion() > wanted) {
            throw new UnreadableEvent("%s has schema version %d and this server reads 1 to %d"
                    .formatted(encoded.eventType(), encoded.schemaVersion(), wanted));
        }
        if (encoded.schemaVersion() == wanted) {
            return JSON.createParser(encoded.payload());
        }
        if (!(JSON.readTree(encoded.payload()) instanceof ObjectNode payload)) {
            throw noObject();
        }
        for (var version = encoded.schemaVersion(); version < wanted; version++) {
            payload = upcaster(encoded.eventType(), version).rewrite().apply(payload);
        }
        return JSON.treeAsTokens(payload);
    }

    private Upcaster upcaster(String eventType, int fromVersion) {
        return upcasters.stream()
                .filter(upcaster -> upcaster.eventType().equals(eventType) && upcaster.fromVersion() == fromVersion)
                .findFirst()
                .orElseThrow(() ->
                        new UnreadableEvent("no upcaster takes %s from version %d".formatted(eventType, fromVersion)));
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
            throw new UnreadableEvent("the payload goes on after its end");
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
                    throw new UnreadableEvent("CircleUpdated changes nothing");
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
            default -> throw new UnreadableEvent("the event type \"%s\" is unknown".formatted(eventType));
        };
    }

    private static CircleName name(JsonToken token, JsonParser payload) {
        if (token != JsonToken.VALUE_STRING) {
            throw new UnreadableEvent("the name is no text");
        }
        return CircleName.stored(payload.getString()).orElseThrow(UnreadableEvent::new);
    }

    private static Capacity capacity(JsonToken token, JsonParser payload) {
        if (token != JsonToken.VALUE_NUMBER_INT || payload.getNumberType() == NumberType.BIG_INTEGER) {
            throw new UnreadableEvent("the capacity is no whole number");
        }
        return Capacity.parse(payload.getLongValue()).orElseThrow(UnreadableEvent::new);
    }

    private static UnreadableEvent noObject() {
        return new UnreadableEvent("the payload is no JSON object");
    }

    private static UnreadableEvent unknown(String field) {
        return new UnreadableEvent("the field \"%s\" is unknown".formatted(field));
    }

    private static <T> T required(Optional<T> field, String name) {
        return field.orElseThrow(() -> new UnreadableEvent("the field \"%s\" is missing".formatted(name)));
    }

    /** Leaves the reading of one event; never leaves this class. */
    private static final class UnreadableEvent extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String reason;

        UnreadableEvent(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
