package io.ledger.core.text;

import io.ledger.core.Parsed;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.function.Function;

/**
 * The rule for a short text that people write and read in one line: 1 to so many characters, trimmed, in Unicode
 * normalization form C, without control characters (category Cc) and lone surrogates.
 *
 * <p>Characters are code points. A new text also has something to see, and no {@link HiddenCharacter}. Older stored
 * ones may have: they are read as they are, so what is refused of new texts can grow, and what is read cannot shrink.
 *
 * @param what the text is, as messages call it
 */
public record TextRule(String what, int maxCharacters) {

    /** A character of Unicode is composed of four others at most. */
    private static final int WRITTEN_PER_CHARACTER = 4;

    /** Trims and normalizes what somebody wrote, and says why when it is refused. */
    public <T> Parsed<T> parse(String text, Function<String, T> make) {
        return switch (parse(text)) {
            case Parsed.Valid<String>(var value) -> new Parsed.Valid<>(make.apply(value));
            case Parsed.Invalid<String>(var fault) -> new Parsed.Invalid<>(fault);
        };
    }

    /** A text as a ledger has it, also one that would be refused today; or why it is none. */
    public <T> Parsed<T> stored(String text, Function<String, T> make) {
        try {
            return new Parsed.Valid<>(make.apply(text));
        } catch (IllegalArgumentException fault) {
            return new Parsed.Invalid<>(storedFault(text));
        }
    }

    /** The same for a text that has no type of its own. */
    public Parsed<String> stored(String text) {
        var fault = storedFault(text);
        return fault.isEmpty() ? new Parsed.Valid<>(text) : new Parsed.Invalid<>(fault);
    }

    /**
     * Checks a text in its final form.
     *
     * @throws IllegalArgumentException when no ledger can have the text
     */
    public void check(String text) {
        var fault = storedFault(text);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** Trims and normalizes what somebody wrote, and says why when it is refused. */
    public Parsed<String> parse(String text) {
        if (hasLoneSurrogate(text)) {
            return new Parsed.Invalid<>("The %s has half of a surrogate pair; send valid Unicode".formatted(what));
        }
        var written = trimmed(text);
        var characters = characters(written);
        // Normalizing takes time that grows with the square of the length, so it is not begun for a text that
        // can come to nothing.
        if (characters > WRITTEN_PER_CHARACTER * maxCharacters) {
            return new Parsed.Invalid<>(tooLong(characters));
        }
        var normalized = Normalizer.normalize(written, Form.NFC);
        var fault = newFault(normalized);
        return fault.isEmpty() ? new Parsed.Valid<>(normalized) : new Parsed.Invalid<>(fault);
    }

    /** What is wrong with a text that is stored; nothing also for one that would be refused today. */
    String storedFault(String text) {
        if (isPlain(text)) {
            return "";
        }
        var fault = fault(text);
        if (!fault.isEmpty()) {
            return fault;
        }
        return trimmed(text).equals(text) && Normalizer.isNormalized(text, Form.NFC)
                ? ""
                : "The %s is not trimmed and in form NFC".formatted(what);
    }

    /** Whether a text is of characters alone that pass every rule wherever they stand, as nearly all are. */
    private boolean isPlain(String text) {
        var length = text.length();
        if (length == 0 || length > maxCharacters || text.charAt(0) == ' ' || text.charAt(length - 1) == ' ') {
            return false;
        }
        for (var i = 0; i < length; i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** ASCII that is printed, kana, and the kanji of the first block: none composes with what stands before it. */
    static boolean isPlain(char c) {
        return (c >= ' ' && c <= '~')
                || (c >= '\u3041' && c <= '\u3096')
                || (c >= '\u30A1' && c <= '\u30FE')
                || (c >= '\u4E00' && c <= '\u9FFF');
    }

    private String newFault(String text) {
        var fault = fault(text);
        if (!fault.isEmpty()) {
            return fault;
        }
        var hidden = HiddenCharacter.firstOf(text);
        if (hidden.isPresent()) {
            return "The %s has %s; remove it".formatted(what, hidden.get().description());
        }
        return HiddenCharacter.leavesSomethingToSee(text)
                ? ""
                : "The %s has marks alone, and no character that they belong to; give it one".formatted(what);
    }

    private String fault(String text) {
        if (hasLoneSurrogate(text)) {
            return "The %s has half of a surrogate pair; send valid Unicode".formatted(what);
        }
        if (text.isEmpty()) {
            return "The %s is blank; give it at least one character".formatted(what);
        }
        if (hasControlCharacter(text)) {
            return "The %s has a control character; remove it".formatted(what);
        }
        var characters = characters(text);
        return characters > maxCharacters ? tooLong(characters) : "";
    }

    private String tooLong(int characters) {
        return "The %s has %d characters; at most %d are allowed".formatted(what, characters, maxCharacters);
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
}
