package io.ledger.http.request;

import io.ledger.core.Parsed;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.JsonBody.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The values of a body's fields: each is read into what it stands for, or becomes a fault.
 *
 * @param body the fields by name
 */
public record BodyValues(Map<String, Value> body, Faults faults) {

    /** The field with the version that the caller has read. */
    public static final String VERSION = "version";

    private static final String MISSING = "The field is missing; it is required";

    /** The values of a body that may have these fields, and no other. */
    public static BodyValues of(Map<String, Value> body, List<String> known, Faults faults) {
        for (var name : body.keySet()) {
            if (!known.contains(name)) {
                faults.add(Fault.field(name, "The field is not known; known are " + String.join(", ", known)));
            }
        }
        return new BodyValues(body, faults);
    }

    public boolean has(String name) {
        return body.containsKey(name);
    }

    /** Notes a fault where a field is absent. */
    public void require(String name) {
        if (!has(name)) {
            faults.add(Fault.field(name, MISSING));
        }
    }

    /** The value of a field that is a text. */
    public <T> Optional<T> text(String name, Function<String, Parsed<T>> parser) {
        return value(name, value -> text(value, words(name), parser));
    }

    /** The value of a field that is a text and has another name in sentences. */
    public <T> Optional<T> text(String name, String words, Function<String, Parsed<T>> parser) {
        return value(name, value -> text(value, "The " + words, parser));
    }

    /** The value of a field that is a whole number; {@code range} ends a sentence about what it must be. */
    public <T> Optional<T> integer(String name, String range, Function<Long, Parsed<T>> parser) {
        return value(name, value -> integer(value, words(name), range, parser));
    }

    /** A whole number within bounds. */
    public Optional<Integer> integer(String name, int min, int max) {
        var range = "it must be from %d to %d".formatted(min, max);
        return integer(
                name,
                range,
                number -> number < min || number > max
                        ? new Parsed.Invalid<>("%s is %d; %s".formatted(words(name), number, range))
                        : new Parsed.Valid<>((int) (long) number));
    }

    /** The version that the caller has read. */
    public Optional<Integer> version() {
        return integer(VERSION, 1, Integer.MAX_VALUE);
    }

    /** The value of a field that is true or false. */
    public Optional<Boolean> flag(String name) {
        return value(
                name,
                value -> value instanceof Value.Flag(var flag)
                        ? new Parsed.Valid<>(flag)
                        : new Parsed.Invalid<>(words(name) + " must be true or false"));
    }

    private static String words(String name) {
        return "The " + name.replace('_', ' ');
    }

    private <T> Optional<T> value(String name, Function<Value, Parsed<T>> parser) {
        return Optional.ofNullable(body.get(name)).map(parser).flatMap(parsed -> switch (parsed) {
            case Parsed.Valid<T>(T value) -> Optional.of(value);
            case Parsed.Invalid<T>(String reason) -> {
                faults.add(Fault.field(name, reason));
                yield Optional.<T>empty();
            }
        });
    }

    private static <T> Parsed<T> text(Value value, String what, Function<String, Parsed<T>> parser) {
        return value instanceof Value.Text(var text)
                ? parser.apply(text)
                : new Parsed.Invalid<>("%s is %s; it must be a string".formatted(what, kind(value)));
    }

    private static <T> Parsed<T> integer(Value value, String what, String range, Function<Long, Parsed<T>> parser) {
        if (value instanceof Value.Numeral(var literal)) {
            return switch (WholeNumber.of(literal)) {
                case WholeNumber.Whole(var number) -> parser.apply(number);
                case WholeNumber.TooLarge() -> new Parsed.Invalid<>(what + " has too many digits; " + range);
                case WholeNumber.Fraction() -> new Parsed.Invalid<>(what + " is not a whole number; " + range);
            };
        }
        return new Parsed.Invalid<>("%s is %s; it must be a whole number".formatted(what, kind(value)));
    }

    private static String kind(Value value) {
        return switch (value) {
            case Value.Text _ -> "a string";
            case Value.Numeral _ -> "a number";
            case Value.Texts _ -> "an array";
            case Value.Flag _ -> "a boolean";
            case Value.Other(var kind) -> kind;
        };
    }
}
