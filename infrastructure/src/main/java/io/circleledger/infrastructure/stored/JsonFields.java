package io.circleledger.infrastructure.stored;

import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleField;
import io.circleledger.domain.circle.CircleField.IntegerField;
import io.circleledger.domain.circle.CircleField.TextField;
import io.circleledger.domain.circle.FieldValues;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a circle in a JSON object that holds other things too.
 *
 * <p>What is wrong in any way throws IllegalArgumentException. What is left over, or written in another way, shows when
 * the object is written again.
 */
record JsonFields(JsonNode object) implements FieldValues {

    /** Adds the fields that are present, in their order. */
    static void put(ObjectNode object, FieldValues values) {
        for (var field : CircleDetails.FIELDS) {
            switch (field) {
                case TextField<?> text -> text.text(values).ifPresent(value -> object.put(text.name(), value));
                case IntegerField<?> number ->
                    number.number(values).ifPresent(value -> object.put(number.name(), value));
            }
        }
    }

    @Override
    public <T> Optional<T> get(CircleField<T> field) {
        var value = object.get(field.name());
        if (value == null) {
            return Optional.empty();
        }
        var parsed = switch (field) {
            case TextField<T> text -> text.stored(value.asString(""));
            case IntegerField<T> number -> number.parse(value.asLong(0));
        };
        return Optional.of(parsed.orElseThrow(IllegalArgumentException::new));
    }
}
