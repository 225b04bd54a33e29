package io.circleledger.infrastructure.stored;

import io.circleledger.domain.circle.CircleField;
import io.circleledger.domain.circle.CircleField.IntegerField;
import io.circleledger.domain.circle.CircleField.TextField;
import io.circleledger.domain.circle.FieldValues;
import io.ledger.mariadb.PayloadFields;
import io.ledger.mariadb.UnreadablePayloadException;
import java.util.Optional;

/** The fields of a circle in the payload of an event. */
record EventPayload(PayloadFields fields) implements FieldValues {

    @Override
    public <T> Optional<T> get(CircleField<T> field) {
        var parsed = switch (field) {
            case TextField<T> text -> fields.text(text.name()).map(text::stored);
            case IntegerField<T> number -> fields.number(number.name()).map(number::parse);
        };
        return parsed.map(value -> value.orElseThrow(UnreadablePayloadException::new));
    }

    @Override
    public <T> T required(CircleField<T> field) {
        return get(field).orElseThrow(() -> PayloadFields.missing(field.name()));
    }
}
