package io.ledger.core;

import java.util.function.Function;

/** The result of parsing a text: the value, or the reason why it is invalid. */
public sealed interface Parsed<T> {

    /** The text is valid. */
    record Valid<T>(T value) implements Parsed<T> {}

    /** The text is invalid; {@code reason} is a sentence for its author. */
    record Invalid<T>(String reason) implements Parsed<T> {}

    /** The same with what is made of the value. */
    default <U> Parsed<U> map(Function<T, U> next) {
        return switch (this) {
            case Valid<T>(T value) -> new Valid<>(next.apply(value));
            case Invalid<T>(String reason) -> new Invalid<>(reason);
        };
    }

    /** Returns the value, or throws what {@code failure} makes of the reason. */
    default <X extends RuntimeException> T orElseThrow(Function<String, X> failure) {
        return switch (this) {
            case Valid<T>(T value) -> value;
            case Invalid<T>(String reason) -> throw failure.apply(reason);
        };
    }
}
