package io.ledger.http.answer;

import java.util.Optional;
import java.util.regex.Pattern;

/** The numbers 1 to 2^31-1, written as decimal digits and in no other way. */
public final class PositiveInteger {

    private static final Pattern SHAPE = Pattern.compile("[1-9][0-9]{0,9}");

    private PositiveInteger() {}
    /** The number, or empty when the text is none. */
    public static Optional<Integer> parse(String text) {
        return Optional.of(text)
                .filter(digits -> SHAPE.matcher(digits).matches())
                .map(Long::parseLong)
                .filter(value -> value <= Integer.MAX_VALUE)
                .map(Long::intValue);
    }
}
