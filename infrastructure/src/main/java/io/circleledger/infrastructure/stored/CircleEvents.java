package io.circleledger.infrastructure.stored;

import static io.circleledger.domain.circle.CircleDetails.FIELDS;

import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleField;
import io.circleledger.domain.circle.CircleField.IntegerField;
import io.circleledger.domain.circle.CircleField.TextField;
import io.circleledger.domain.circle.FieldValues;
import io.ledger.core.Parsed;
import io.ledger.core.decide.EncodedEvent;
import io.ledger.core.decide.EventCodec;
import io.ledger.core.decide.EventTypes;
import io.ledger.mariadb.UnreadablePayloadException;
import io.ledger.mariadb.Upcaster;
import io.ledger.mariadb.Upcasters;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
            case CircleCreated(var details) -> {
                JsonFields.put(payload, details);
                yield CREATED;
            }
            case CircleUpdated(var change) -> {
                JsonFields.put(payload, change);
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

    /** What a payload has for each of the fields: a text, a whole number, or nothing. */
    private static final class Payload implements FieldValues {

        private final @Nullable Object[] found = new @Nullable Object[FIELDS.size()];

        static Payload of(JsonParser payload) {
            if (payload.nextToken() != JsonToken.START_OBJECT) {
                throw noObject();
            }
            var values = new Payload();
            for (var name = payload.nextName(); name != null; name = payload.nextName()) {
                var place = place(name);
                payload.nextToken();
                values.found[place] = switch (FIELDS.get(place)) {
                    case TextField<?> text -> text(text, payload);
                    case IntegerField<?> number -> number(number, payload);
                };
            }
            if (payload.nextToken() != null) {
                throw new UnreadablePayloadException("the payload goes on after its end");
            }
            return values;
        }

        private static int place(String name) {
            for (var i = 0; i < FIELDS.size(); i++) {
                if (FIELDS.get(i).name().equals(name)) {
                    return i;
                }
            }
            throw unknown(name);
        }

        private static String text(CircleField<?> field, JsonParser payload) {
            if (payload.currentToken() != JsonToken.VALUE_STRING) {
                throw new UnreadablePayloadException("the " + field.words() + " is not a string");
            }
            return payload.getString();
        }

        private static Long number(CircleField<?> field, JsonParser payload) {
            if (payload.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || payload.getNumberType() == NumberType.BIG_INTEGER) {
                throw new UnreadablePayloadException("the " + field.words() + " is not a whole number");
            }
            return payload.getLongValue();
        }

        @Override
        public <T> Optional<T> get(CircleField<T> field) {
            var value = found[FIELDS.indexOf(field)];
            if (value == null) {
                return Optional.empty();
            }
            var parsed = switch (field) {
                case TextField<T> text -> text.stored((String) value);
                case IntegerField<T> number -> number.parse((Long) value);
            };
            return Optional.of(parsed.orElseThrow(UnreadablePayloadException::new));
        }

        @Override
        public <T> T required(CircleField<T> field) {
            return get(field)
                    .orElseThrow(() ->
                            new UnreadablePayloadException("the field \"%s\" is missing".formatted(field.name())));
        }
    }

    private static CircleEvent event(String eventType, JsonParser payload) {
        return switch (eventType) {
            case CREATED -> new CircleCreated(CircleDetails.from(Payload.of(payload)));
            case UPDATED -> {
                var change = CircleDetails.Change.from(Payload.of(payload));
                if (change.isEmpty()) {
                    throw new UnreadablePayloadException("CircleUpdated changes nothing");
                }
                yield new CircleUpdated(change);
            }
            case DISSOLVED -> {
                Payload.of(payload).plain().keySet().stream().findFirst().ifPresent(field -> {
                    throw unknown(field);
                });
                yield new CircleDissolved();
            }
            default -> throw new UnreadablePayloadException("the event type \"%s\" is unknown".formatted(eventType));
        };
    }

    private static UnreadablePayloadException noObject() {
        return new UnreadablePayloadException("the payload is not a JSON object");
    }

    private static UnreadablePayloadException unknown(String field) {
        return new UnreadablePayloadException("the field \"%s\" is unknown".formatted(field));
    }
}
