package io.circleledger.domain.circle;

import io.circleledger.domain.circle.CircleDetails.Change;
import io.ledger.core.Parsed;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * One field of a circle: its name, where it is kept, and how it is read and written. Everything that stores, reads or
 * shows circles goes by the list {@link CircleDetails#FIELDS} of these.
 *
 * @param <T> its values
 */
public abstract sealed class CircleField<T> {

    private final String name;
    private final Access<T> access;
    private final Function<T, ?> writing;

    private CircleField(String name, Access<T> access, Function<T, ?> writing) {
        this.name = name;
        this.access = access;
        this.writing = writing;
    }

    /**
     * Where the values of a field are kept.
     *
     * @param isRequired whether every circle has one
     */
    record Access<T>(
            boolean isRequired,
            Function<CircleDetails, Optional<T>> ofDetails,
            Function<Change, Optional<T>> ofChange) {

        static <T> Access<T> required(Function<CircleDetails, T> ofDetails, Function<Change, Optional<T>> ofChange) {
            return new Access<>(true, details -> Optional.of(ofDetails.apply(details)), ofChange);
        }

        static <T> Access<T> optional(
                Function<CircleDetails, Optional<T>> ofDetails, Function<Change, Optional<T>> ofChange) {
            return new Access<>(false, ofDetails, ofChange);
        }
    }

    /** The name it is stored under, in words of lower case with underscores. */
    public final String name() {
        return name;
    }

    /** The same for a sentence. */
    public final String words() {
        return name.replace('_', ' ');
    }

    public final boolean isRequired() {
        return access.isRequired();
    }

    final Optional<T> of(CircleDetails details) {
        return access.ofDetails().apply(details);
    }

    final Optional<T> of(Change change) {
        return access.ofChange().apply(change);
    }

    /** The value as a string, or as an Integer. */
    public final Optional<Object> plain(FieldValues values) {
        return values.get(this).map(writing);
    }

    /** The value for people: a number as it is, a text as {@code quoting} has it. */
    public final Optional<String> shown(FieldValues values, UnaryOperator<String> quoting) {
        return plain(values).map(value -> value instanceof String text ? quoting.apply(text) : value.toString());
    }

    /** A field that is a text. */
    public static final class TextField<T> extends CircleField<T> {

        private final Function<String, Parsed<T>> parsing;
        private final Function<String, Parsed<T>> reading;

        /**
         * Describes a field.
         *
         * @param parsing of what somebody writes
         * @param reading of what is stored, also what would be refused today
         */
        TextField(
                String name,
                Access<T> access,
                Function<String, Parsed<T>> parsing,
                Function<String, Parsed<T>> reading,
                Function<T, String> writing) {
            super(name, access, writing);
            this.parsing = parsing;
            this.reading = reading;
        }

        /** Reads what somebody wrote, and says why when it is refused. */
        public Parsed<T> parse(String text) {
            return parsing.apply(text);
        }

        /** Reads what is stored. */
        public Parsed<T> stored(String text) {
            return reading.apply(text);
        }
    }

    /** A field that is a whole number. */
    public static final class IntegerField<T> extends CircleField<T> {

        private final String range;
        private final LongFunction<Parsed<T>> parsing;

        IntegerField(
                String name,
                Access<T> access,
                int min,
                int max,
                LongFunction<Parsed<T>> parsing,
                Function<T, Integer> writing) {
            super(name, access, writing);
            this.range = "it must be from %d to %d".formatted(min, max);
            this.parsing = parsing;
        }

        /** What a number must be, as the end of a sentence. */
        public String range() {
            return range;
        }

        /** Reads what somebody wrote or what is stored, and says why when it is refused. */
        public Parsed<T> parse(long number) {
            return parsing.apply(number);
        }
    }
}
