package io.circleledger.domain.circle;

import java.text.Normalizer;
import java.text.Normalizer.Form;

/**
 * The name of a circle: 1 to 100 characters, trimmed, in Unicode normalization form C.
 *
 * <p>Characters are Unicode code points, so an emoji outside the basic plane counts once. Control
 * characters (category Cc) and lone surrogates are refused; format characters are not, since emoji
 * are joined with them.
 */
public record CircleName(String value) {

    public static final int MAX_CHARACTERS = 100;

    /**
     * What no name is longer than before it is normalized: a character of Unicode is composed of
     * four others at most.
     *
     * <p>Normalizing takes time that grows with the square of the length, so it is not begun for a
     * text that can come to nothing.
     */
    private static final int MAX_CHARACTERS_WRITTEN = 4 * MAX_CHARACTERS;

    /** @throws IllegalArgumentException when {@code value} is not a name in its final form */
    public CircleName {
        var fault = fault(value);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
        if (!trimmed(value).equals(value) || !Normalizer.isNormalized(value, Form.NFC)) {
            throw new IllegalArgumentException("The name is not trimmed and in form NFC");
        }
    }

    /** Trims and normalizes what somebody wrote, and says why when that is not a name. */
    public static Parsed<CircleName> parse(String text) {
        if (hasLoneSurrogate(text)) {
            return new Parsed.Invalid<>("The name has half of a surrogate pair; send valid Unicode");
        }
        var written = trimmed(text);
        var characters = characters(written);
        if (characters > MAX_CHARACTERS_WRITTEN) {
            return new Parsed.Invalid<>(tooLong(characters));
        }
        var name = Normalizer.normalize(written, Form.NFC);
        var fault = fault(name);
        return fault.isEmpty() ? new Parsed.Valid<>(new CircleName(name)) : new Parsed.Invalid<>(fault);
    }

    private static String fault(String name) {
        if (hasLoneSurrogate(name)) {
            return "The name has half of a surrogate pair; send valid Unicode";
        }
        if (name.isEmpty()) {
            return "The name is blank; give it at least one character";
        }
        if (hasControlCharacter(name)) {
            return "The name has a control character; remove it";
        }
        var characters = characters(name);
        return characters > MAX_CHARACTERS ? tooLong(characters) : "";
    }

    private static String tooLong(int characters) {
        return "The name has %d characters; at most %d are allowed".formatted(characters, MAX_CHARACTERS);
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The text without white space, as Unicode has it, at its ends. */
    public static String trimmed(String text) {
        var start = 0;
        var end = text.length();
        while (start < end && isWhiteSpace(text.charAt(start))) {
            start++;
        }
        while (start < end && isWhiteSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Unicode's White_Space property; all of it lies in the basic plane. */
    private static boolean isWhiteSpace(char c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
    }

    // Each event that is read passes here, where a stream of code points was most of the cost.
    private static boolean hasLoneSurrogate(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** All control characters lie in the basic plane. */
    private static boolean hasControlCharacter(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return value;
    }
}
