package io.circleledger.infrastructure.stored;

import static io.circleledger.domain.circle.CircleDetails.FIELDS;

import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleField;
import io.circleledger.domain.circle.CircleField.IntegerField;
import io.circleledger.domain.circle.CircleField.TextField;
import io.circleledger.domain.circle.FieldValues;
import io.ledger.core.person.PersonId;
import io.ledger.mariadb.UnreadablePayloadException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/** What the payload of an event has: a text, a whole number, or nothing for each field that the event may have. */
final class EventPayload implements FieldValues {

    private static final long LAST_YEAR = 9_999;

    private final @Nullable Object[] found = new @Nullable Object[FIELDS.size()];
    private final Map<String, Object> others = new HashMap<>();

    private EventPayload() {}

    /** The payload of an event that has the fields of a circle, and some others. */
    static EventPayload ofDetails(JsonParser payload, String... others) {
        return read(payload, true, List.of(others));
    }

    /** The payload of an event that has these fields alone. */
    static EventPayload of(JsonParser payload, String... names) {
        return read(payload, false, List.of(names));
    }

    private static EventPayload read(JsonParser payload, boolean hasDetails, List<String> others) {
        if (payload.nextToken() != JsonToken.START_OBJECT) {
            throw new UnreadablePayloadException("the payload is not a JSON object");
        }
        var values = new EventPayload();
        for (var name = payload.nextName(); name != null; name = payload.nextName()) {
            var place = hasDetails ? place(name) : -1;
            if (place < 0 && !others.contains(name)) {
                throw new UnreadablePayloadException("the field \"%s\" is unknown".formatted(name));
            }
            payload.nextToken();
            if (place < 0) {
                values.others.put(name, other(name, payload));
            } else {
                values.found[place] = switch (FIELDS.get(place)) {
                    case TextField<?> text -> text(text.words(), payload);
                    case IntegerField<?> number -> number(number.words(), payload);
                };
            }
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
        return -1;
    }

    private static Object other(String name, JsonParser payload) {
        return payload.currentToken() == JsonToken.VALUE_STRING ? payload.getString() : number(name, payload);
    }

    private static String text(String words, JsonParser payload) {
        if (payload.currentToken() != JsonToken.VALUE_STRING) {
            throw new UnreadablePayloadException("the " + words + " is not a string");
        }
        return payload.getString();
    }

    private static Long number(String words, JsonParser payload) {
        if (payload.currentToken() != JsonToken.VALUE_NUMBER_INT
                || payload.getNumberType() == NumberType.BIG_INTEGER) {
            throw new UnreadablePayloadException("the " + words + " is not a whole number");
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
        return get(field).orElseThrow(() -> missing(field.name()));
    }

    /** The value of a field that the event must have, by what makes a value of its text. */
    <T> T word(String name, Function<String, Optional<T>> parser) {
        return optional(name, parser).orElseThrow(() -> missing(name));
    }

    PersonId person(String name) {
        return word(name, PersonId::parse);
    }

    Optional<PersonId> optionalPerson(String name) {
        return optional(name, PersonId::parse);
    }

    private <T> Optional<T> optional(String name, Function<String, Optional<T>> parser) {
        return Optional.ofNullable(others.get(name))
                .map(value -> Optional.of(value)
                        .filter(String.class::isInstance)
                        .flatMap(text -> parser.apply((String) text))
                        .orElseThrow(() -> unreadable(name)));
    }

    int year(String name) {
        var value = others.get(name);
        if (value == null) {
            throw missing(name);
        }
        if (value instanceof Long year && year > 0 && year <= LAST_YEAR) {
            return year.intValue();
        }
        throw unreadable(name);
    }

    /** An event that says nothing more than that it happened. */
    CircleEvent saying(CircleEvent event) {
        return event;
    }

    private static UnreadablePayloadException missing(String name) {
        return new UnreadablePayloadException("the field \"%s\" is missing".formatted(name));
    }

    private static UnreadablePayloadException unreadable(String name) {
        return new UnreadablePayloadException("the field \"%s\" has a value that it cannot have".formatted(name));
    }
}
