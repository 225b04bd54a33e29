package io.circleledger.api;

import static io.circleledger.domain.circle.CircleDetails.FIELDS;

import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleField;
import io.circleledger.domain.circle.CircleField.IntegerField;
import io.circleledger.domain.circle.CircleField.TextField;
import io.circleledger.domain.circle.FieldValues;
import io.ledger.core.command.Reason;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.BodyValues;
import io.ledger.http.request.JsonBody.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A body that describes a circle or a change of one: each field is read into its value, or becomes a fault. */
record CircleFields(Change change, Optional<Reason> reason, Optional<Integer> version) {

    private static final String REASON = "reason";

    private static final List<String> NAMES =
            FIELDS.stream().map(CircleFields::name).toList();
    private static final List<String> FOR_CREATION = Stream.concat(
                    NAMES.stream(), Stream.concat(CreationRoute.OWNER.stream(), Stream.of(REASON)))
            .toList();
    private static final List<String> FOR_UPDATE =
            Stream.concat(NAMES.stream(), Stream.of(REASON, BodyValues.VERSION)).toList();

    private static final String NO_FIELD = "The change names no field; send " + String.join(", ", NAMES)
            + (NAMES.size() == 2 ? " or both" : " or several of them");

    /** What a field is called in requests and answers. */
    static String name(CircleField<?> field) {
        return field == CircleDetails.NAME ? "circle_name" : field.name();
    }

    static CircleFields forCreation(Map<String, Value> body, Faults faults) {
        for (var field : FIELDS) {
            if (field.isRequired() && !body.containsKey(name(field))) {
                faults.add(Fault.field(name(field), "The field is missing; it is required"));
            }
        }
        return read(body, FOR_CREATION, faults);
    }

    /** Every field is optional, and a change names at least one beside the version. */
    static CircleFields forUpdate(Map<String, Value> body, Faults faults) {
        if (NAMES.stream().noneMatch(body::containsKey)) {
            faults.add(new Fault("#", NO_FIELD));
        }
        return read(body, FOR_UPDATE, faults);
    }

    private static CircleFields read(Map<String, Value> body, List<String> known, Faults faults) {
        var values = BodyValues.of(body, known, faults);
        var change = Change.from(new FieldValues() {
            @Override
            public <T> Optional<T> get(CircleField<T> field) {
                return switch (field) {
                    case TextField<T> text -> values.text(name(field), field.words(), text::parse);
                    case IntegerField<T> number -> values.integer(name(field), number.range(), number::parse);
                };
            }
        });
        return new CircleFields(
                change,
                values.text(REASON, Reason::parse),
                known.contains(BodyValues.VERSION) ? values.version() : Optional.empty());
    }
}
