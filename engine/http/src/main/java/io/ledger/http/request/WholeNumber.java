package io.ledger.http.request;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A whole number as JSON may write it: {@code 20}, {@code 20.0} and {@code 2e1} are one and the same, as they are for
 * JSON Schema.
 *
 * <p>Only digits are counted and moved, so a number costs no more than its length, and an exponent nothing.
 */
public sealed interface WholeNumber {

    /** A number that fits into 18 digits. */
    record Whole(long value) implements WholeNumber {}

    /** A whole number of more digits. */
    record TooLarge() implements WholeNumber {}

    /** A number with a fraction. */
    record Fraction() implements WholeNumber {}

    Pattern SHAPE =
            Pattern.compile("(?<sign>-?)(?<whole>[0-9]+)(?:\\.(?<fraction>[0-9]+))?(?:[eE](?<exponent>[+-]?[0-9]+))?");

    /** All whole numbers of so many digits fit into a {@code long}. */
    int MAX_DIGITS = 18;

    /** An exponent of more digits moves the point past any body. */
    int MAX_EXPONENT_DIGITS = 9;

    /**
     * The number that is written like this.
     *
     * @param literal a number, as JSON's grammar has it
     */
    static WholeNumber of(String literal) {
        var parts = SHAPE.matcher(literal);
        if (!parts.matches()) {
            throw new IllegalArgumentException("JSON has no such number");
        }
        var fraction = parts.group("fraction") == null ? "" : parts.group("fraction");
        var digits = stripped(parts.group("whole") + fraction);
        if (digits.isEmpty()) {
            return new Whole(0);
        }
        var significant = withoutZerosAtTheEnd(digits);
        // The zeros that follow the significant digits; negative where some of those are behind the point.
        var zeros = exponent(parts.group("exponent")) - fraction.length() + digits.length() - significant.length();
        if (zeros < 0) {
            return new Fraction();
        }
        if (significant.length() + zeros > MAX_DIGITS) {
            return new TooLarge();
        }
        var value = Long.parseLong(significant + "0".repeat((int) zeros));
        return new Whole(parts.group("sign").isEmpty() ? value : -value);
    }

    private static long exponent(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        var isNegative = text.startsWith("-");
        var digits = stripped(text.replaceFirst("^[+-]", ""));
        if (digits.length() > MAX_EXPONENT_DIGITS) {
            return isNegative ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        }
        var value = digits.isEmpty() ? 0 : Long.parseLong(digits);
        return isNegative ? -value : value;
    }

    /** Without the zeros at its beginning. */
    private static String stripped(String digits) {
        var begin = 0;
        while (begin < digits.length() && digits.charAt(begin) == '0') {
            begin++;
        }
        return digits.substring(begin);
    }

    private static String withoutZerosAtTheEnd(String digits) {
        var end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, end);
    }
}
