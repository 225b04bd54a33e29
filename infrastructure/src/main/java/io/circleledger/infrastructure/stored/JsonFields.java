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
            var value = field.plain(values).orElse("");
            if (value instanceof Integer number) {
                object.put(field.name(), number);
            } else if (value instanceof String text && !text.isEmpty()) {
                object.put(field.name(), text);
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
