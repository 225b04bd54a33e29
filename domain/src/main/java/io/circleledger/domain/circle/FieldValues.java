package io.circleledger.domain.circle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Values of a circle's fields, each present or absent: those of a circle, of a change, or of a text that is read. */
public interface FieldValues {

    <T> Optional<T> get(CircleField<T> field);

    /** The value of a field without which there is no circle. */
    default <T> T required(CircleField<T> field) {
        return get(field).orElseThrow(() -> new IllegalArgumentException("The " + field.words() + " is missing"));
    }

    /** Strings and whole numbers under the fields' stored names, those that are present, in the order of the fields. */
    default Map<String, Object> plain() {
        var plain = new LinkedHashMap<String, Object>();
        for (var field : CircleDetails.FIELDS) {
            field.plain(this).ifPresent(value -> plain.put(field.name(), value));
        }
        return plain;
    }
}
