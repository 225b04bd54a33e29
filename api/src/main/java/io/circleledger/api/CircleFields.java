package io.circleledger.api;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleName;
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

/** The fields of a circle in a body: each is read into its value, or becomes a fault. */
record CircleFields(
        Optional<CircleName> name, Optional<Capacity> capacity, Optional<Reason> reason, Optional<Integer> version) {

    private static final String NAME = "circle_name";
    private static final String CAPACITY = "capacity";
    private static final String REASON = "reason";
    private static final String VERSION = "version";

    private static final String CAPACITY_RANGE = "it must be from %d to %d".formatted(Capacity.MIN, Capacity.MAX);
    private static final String VERSION_RANGE = "it must be from 1 to " + Integer.MAX_VALUE;

    /** Both fields are required. */
    static CircleFields forCreation(Map<String, Value> body, Faults faults) {
        for (var required : List.of(NAME, CAPACITY)) {
            if (!body.containsKey(required)) {
                faults.add(Fault.field(required, "The field is missing; it is required"));
            }
        }
        return read(body, List.of(NAME, CAPACITY, REASON), faults);
    }

    /** Every field is optional, and a change names at least one beside the version. */
    static CircleFields forUpdate(Map<String, Value> body, Faults faults) {
        if (!body.containsKey(NAME) && !body.containsKey(CAPACITY)) {
            faults.add(new Fault("#", "The change names no field; send circle_name, capacity or both"));
        }
        return read(body, List.of(NAME, CAPACITY, REASON, VERSION), faults);
    }

    private static CircleFields read(Map<String, Value> body, List<String> known, Faults faults) {
        for (var name : body.keySet()) {
            if (!known.contains(name)) {
                faults.add(Fault.field(name, "The field is not known; known are " + String.join(", ", known)));
            }
        }
        return new CircleFields(
                value(body, NAME, CircleFields::name, faults),
                value(body, CAPACITY, CircleFields::capacity, faults),
                value(body, REASON, CircleFields::reason, faults),
                known.contains(VERSION) ? value(body, VERSION, CircleFields::version, faults) : Optional.empty());
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

    private static Parsed<CircleName> name(Value value) {
        return text(value, "The name", CircleName::parse);
    }

    private static Parsed<Reason> reason(Value value) {
        return text(value, "The reason", Reason::parse);
    }

    private static <T> Parsed<T> text(Value value, String what, Function<String, Parsed<T>> parser) {
        return switch (value) {
            case Value.Text(var text) -> parser.apply(text);
            case Value.Numeral _ -> new Parsed.Invalid<>(what + " is a number; it must be a string");
            case Value.Other(var kind) -> new Parsed.Invalid<>(what + " is " + kind + "; it must be a string");
        };
    }

    private static Parsed<Capacity> capacity(Value value) {
        return integer(value, "The capacity", CAPACITY_RANGE, Capacity::parse);
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
            case Value.Other(var kind) -> new Parsed.Invalid<>(what + " is " + kind + "; it must be a whole number");
        };
    }
}
