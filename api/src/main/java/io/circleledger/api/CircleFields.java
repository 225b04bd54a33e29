package io.circleledger.api;

import static io.circleledger.domain.circle.CircleDetails.FIELDS;

import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleField;
import io.circleledger.domain.circle.CircleField.IntegerField;
import io.circleledger.domain.circle.CircleField.TextField;
import io.circleledger.domain.circle.FieldValues;
import io.circleledger.domain.circle.Reason;
import io.ledger.core.Parsed;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.JsonBody.Value;
import io.ledger.http.request.WholeNumber;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A body that describes a circle or a change of one: each field is read into its value, or becomes a fault. */
record CircleFields(Change change, Optional<Reason> reason, Optional<Integer> version) {

    private static final String REASON = "reason";
    private static final String VERSION = "version";

    private static final String VERSION_RANGE = "it must be from 1 to " + Integer.MAX_VALUE;

    private static final List<String> NAMES =
            FIELDS.stream().map(CircleFields::name).toList();
    private static final List<String> FOR_CREATION =
            Stream.concat(NAMES.stream(), Stream.of(REASON)).toList();
    private static final List<String> FOR_UPDATE =
            Stream.concat(FOR_CREATION.stream(), Stream.of(VERSION)).toList();

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
        for (var name : body.keySet()) {
            if (!known.contains(name)) {
                faults.add(Fault.field(name, "The field is not known; known are " + String.join(", ", known)));
            }
        }
        var change = Change.from(new FieldValues() {
            @Override
            public <T> Optional<T> get(CircleField<T> field) {
                return value(body, name(field), value -> parse(field, value), faults);
            }
        });
        return new CircleFields(
                change,
                value(body, REASON, CircleFields::reason, faults),
                known.contains(VERSION) ? value(body, VERSION, CircleFields::version, faults) : Optional.empty());
    }

    private static <T> Parsed<T> parse(CircleField<T> field, Value value) {
        var what = "The " + field.words();
        return switch (field) {
            case TextField<T> text -> text(value, what, text::parse);
            case IntegerField<T> number -> integer(value, what, number.range(), number::parse);
        };
    }

    private static <T> Optional<T> value(
            Map<String, Value> body, String name, Function<Value, Parsed<T>> parser, Faults faults) {
        return Optional.ofNullable(body.get(name)).map(parser).flatMap(parsed -> switch (parsed) {
            case Parsed.Valid<T>(T value) -> Optional.of(value);
            case Parsed.Invalid<T>(String reason) -> {
                faults.add(Fault.field(name, reason));
                yield Optional.<T>empty();
            }
        });
    }

    private static Parsed<Reason> reason(Value value) {
        return text(value, "The reason", Reason::parse);
    }

    private static <T> Parsed<T> text(Value value, String what, Function<String, Parsed<T>> parser) {
        return switch (value) {
            case Value.Text(var text) -> parser.apply(text);
            case Value.Numeral _ -> new Parsed.Invalid<>(what + " is a number; it must be a string");
            case Value.Texts _ -> new Parsed.Invalid<>(what + " is an array; it must be a string");
            case Value.Other(var kind) -> new Parsed.Invalid<>(what + " is " + kind + "; it must be a string");
        };
    }

    private static Parsed<Integer> version(Value value) {
        return integer(
                value,
                "The version",
                VERSION_RANGE,
                number -> number < 1 || number > Integer.MAX_VALUE
                        ? new Parsed.Invalid<>("The version is " + number + "; " + VERSION_RANGE)
                        : new Parsed.Valid<>((int) (long) number));
    }

    private static <T> Parsed<T> integer(Value value, String what, String range, Function<Long, Parsed<T>> parser) {
        return switch (value) {
            case Value.Numeral(var literal) ->
                switch (WholeNumber.of(literal)) {
                    case WholeNumber.Whole(var number) -> parser.apply(number);
                    case WholeNumber.TooLarge() -> new Parsed.Invalid<>(what + " has too many digits; " + range);
                    case WholeNumber.Fraction() -> new Parsed.Invalid<>(what + " is not a whole number; " + range);
                };
            case Value.Text _ -> new Parsed.Invalid<>(what + " is a string; it must be a whole number");
            case Value.Texts _ -> new Parsed.Invalid<>(what + " is an array; it must be a whole number");
            case Value.Other(var kind) -> new Parsed.Invalid<>(what + " is " + kind + "; it must be a whole number");
        };
    }
}
