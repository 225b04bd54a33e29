package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.Parsed;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes events as they are stored and reads them back.
 *
 * <p>The stored names are a contract with every event ever written: they are spelled out here and
 * never taken from a class. A change of shape raises the event's schema version and comes with an
 * {@link Upcaster} for the version before. Reading is strict: a field that this server does not know
 * may be a change that it would lose.
 */
final class EventCodec {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String CREATED = "CircleCreated";
    private static final String UPDATED = "CircleUpdated";
    private static final String DISSOLVED = "CircleDissolved";

    private static final String NAME = "name";
    private static final String CAPACITY = "capacity";

    private final List<Upcaster> upcasters;

    EventCodec(List<Upcaster> upcasters) {
        this.upcasters = List.copyOf(upcasters);
    }

    /** An event as its row has it. */
    record Encoded(String eventType, int schemaVersion, String payload) {}

    /** The schema version that events of a type are written in. */
    private int currentVersion(String eventType) {
        return 1
                + (int) upcasters.stream()
                        .filter(upcaster -> upcaster.eventType().equals(eventType))
                        .count();
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
        try {
            if (!(JSON.readTree(encoded.payload()) instanceof ObjectNode payload)) {
                return new Parsed.Invalid<>("the payload is no JSON object");
            }
            return new Parsed.Valid<>(event(encoded.eventType(), upcast(encoded, payload)));
        } catch (JacksonException broken) {
            return new Parsed.Invalid<>("the payload is no JSON: " + broken.getOriginalMessage());
        } catch (UnreadableEvent unreadable) {
            return new Parsed.Invalid<>(unreadable.reason);
        }
    }

    private ObjectNode upcast(Encoded encoded, ObjectNode payload) {
        var wanted = currentVersion(encoded.eventType());
        if (encoded.schemaVersion() < 1 || encoded.schemaVersion() > wanted) {
            throw new UnreadableEvent("%s has schema version %d and this server reads 1 to %d"
                    .formatted(encoded.eventType(), encoded.schemaVersion(), wanted));
        }
        for (var version = encoded.schemaVersion(); version < wanted; version++) {
            payload = upcaster(encoded.eventType(), version).rewrite().apply(payload);
        }
        return payload;
    }

    private Upcaster upcaster(String eventType, int fromVersion) {
        return upcasters.stream()
                .filter(upcaster -> upcaster.eventType().equals(eventType) && upcaster.fromVersion() == fromVersion)
                .findFirst()
                .orElseThrow(() ->
                        new UnreadableEvent("no upcaster takes %s from version %d".formatted(eventType, fromVersion)));
    }

    private static CircleEvent event(String eventType, ObjectNode payload) {
        return switch (eventType) {
            case CREATED -> {
                var fields = fields(payload, Set.of(NAME, CAPACITY));
                yield new CircleCreated(required(fields.name(), NAME), required(fields.capacity(), CAPACITY));
            }
            case UPDATED -> {
                var fields = fields(payload, Set.of(NAME, CAPACITY));
                if (fields.name().isEmpty() && fields.capacity().isEmpty()) {
                    throw new UnreadableEvent("CircleUpdated changes nothing");
                }
                yield new CircleUpdated(fields.name(), fields.capacity());
            }
            case DISSOLVED -> {
                fields(payload, Set.of());
                yield new CircleDissolved();
            }
            default -> throw new UnreadableEvent("the event type \"%s\" is unknown".formatted(eventType));
        };
    }

    private record Fields(Optional<CircleName> name, Optional<Capacity> capacity) {}

    private static Fields fields(ObjectNode payload, Set<String> known) {
        for (var field : payload.propertyNames()) {
            if (!known.contains(field)) {
                throw new UnreadableEvent("the field \"%s\" is unknown".formatted(field));
            }
        }
        return new Fields(
                Optional.ofNullable(payload.get(NAME)).map(EventCodec::name),
                Optional.ofNullable(payload.get(CAPACITY)).map(EventCodec::capacity));
    }

    private static CircleName name(JsonNode node) {
        if (!node.isString()) {
            throw new UnreadableEvent("the name is no text");
        }
        var text = node.stringValue();
        var name = CircleName.parse(text).orElseThrow(UnreadableEvent::new);
        if (!name.value().equals(text)) {
            throw new UnreadableEvent("the name is not trimmed and in form NFC");
        }
        return name;
    }

    private static Capacity capacity(JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new UnreadableEvent("the capacity is no whole number");
        }
        return Capacity.parse(node.longValue()).orElseThrow(UnreadableEvent::new);
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
