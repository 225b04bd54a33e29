package io.ledger.mariadb;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/** The fields of a stored event whose payload is one flat object: strings and whole numbers, read strictly. */
public final class PayloadFields {

    /** Stands for a value that is neither a string nor a whole number. */
    private static final Object OTHER = new Object();

    private final List<String> names;
    private final @Nullable Object[] values;

    private PayloadFields(List<String> names) {
        this.names = names;
        this.values = new @Nullable Object[names.size()];
    }

    /**
     * Reads a payload to its end.
     *
     * @param names the fields that it may have
     * @throws UnreadablePayloadException when it is no object, has another field, or goes on after its end
     */
    public static PayloadFields read(JsonParser payload, List<String> names) {
        if (payload.nextToken() != JsonToken.START_OBJECT) {
            throw new UnreadablePayloadException("the payload is not a JSON object");
        }
        var fields = new PayloadFields(names);
        for (var name = payload.nextName(); name != null; name = payload.nextName()) {
            var place = names.indexOf(name);
            if (place < 0) {
                throw new UnreadablePayloadException("the field \"%s\" is unknown".formatted(name));
            }
            payload.nextToken();
            fields.values[place] = value(payload);
        }
        if (payload.nextToken() != null) {
            throw new UnreadablePayloadException("the payload goes on after its end");
        }
        return fields;
    }

    private static Object value(JsonParser payload) {
        if (payload.currentToken() == JsonToken.VALUE_STRING) {
            return payload.getString();
        }
        if (payload.currentToken() == JsonToken.VALUE_NUMBER_INT && payload.getNumberType() != NumberType.BIG_INTEGER) {
            return payload.getLongValue();
        }
        payload.skipChildren();
        return OTHER;
    }

    private @Nullable Object value(String name) {
        return values[names.indexOf(name)];
    }

    /**
     * The text of a field.
     *
     * @throws UnreadablePayloadException when the field is there and no string
     */
    public Optional<String> text(String name) {
        var value = value(name);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw new UnreadablePayloadException("the %s is not a string".formatted(name.replace('_', ' ')));
    }

    /**
     * The number of a field.
     *
     * @throws UnreadablePayloadException when the field is there and no whole number
     */
    public Optional<Long> number(String name) {
        var value = value(name);
        if (value == null || value instanceof Long) {
            return Optional.ofNullable((Long) value);
        }
        throw new UnreadablePayloadException("the %s is not a whole number".formatted(name.replace('_', ' ')));
    }

    /**
     * The value that a text stands for.
     *
     * @throws UnreadablePayloadException when the field is there and stands for nothing
     */
    public <T> Optional<T> optional(String name, Function<String, Optional<T>> parser) {
        return text(name).map(text -> parser.apply(text).orElseThrow(() -> senseless(name)));
    }

    /**
     * The value that a text must stand for.
     *
     * @throws UnreadablePayloadException also when the field is missing
     */
    public <T> T required(String name, Function<String, Optional<T>> parser) {
        return optional(name, parser).orElseThrow(() -> missing(name));
    }

    /**
     * A number within bounds.
     *
     * @throws UnreadablePayloadException when the field is missing or outside of its bounds
     */
    public int required(String name, int min, int max) {
        var number = number(name).orElseThrow(() -> missing(name));
        if (number < min || number > max) {
            throw senseless(name);
        }
        return number.intValue();
    }

    /** That a field is missing. */
    public static UnreadablePayloadException missing(String name) {
        return new UnreadablePayloadException("the field \"%s\" is missing".formatted(name));
    }

    private static UnreadablePayloadException senseless(String name) {
        return new UnreadablePayloadException("the field \"%s\" has a value that it cannot have".formatted(name));
    }
}
