package io.ledger.core;

import java.util.function.Function;

/** The outcome of reading a value somebody else wrote: the value, or the reason it is none. */
public sealed interface Parsed<T> {

    /** The text was a value. */
    record Valid<T>(T value) implements Parsed<T> {}

    /** The text was none; {@code reason} is a sentence for whoever wrote it. */
    record Invalid<T>(String reason) implements Parsed<T> {}

    /** The value, or what {@code failure} makes of the reason there is none. */
    default <X extends RuntimeException> T orElseThrow(Function<String, X> failure) {
        return switch (this) {
            case Valid<T>(T value) -> value;
            case Invalid<T>(String reason) -> throw failure.apply(reason);
        };
    }
}
