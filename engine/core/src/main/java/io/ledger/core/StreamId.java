package io.ledger.core;

import java.util.Optional;
import java.util.UUID;

/**
 * The identity of a stream: what kind of thing its events are about, and which one.
 *
 * <p>The id alone is unique in a log, because it is a UUID; the category says who can read the events. New ids are version
 * 7 (RFC 9562), so they sort by the time of creation. The version is not asked of ids that are read, because an id is a
 * name and names are compared, not interpreted.
 *
 * @param category 1 to 32 lower-case letters, digits and hyphens, beginning with a letter
 * @param id the 36 lower-case characters of a UUID
 */
public record StreamId(String category, String id) {

    /** The longest category, in characters. */
    public static final int MAX_CATEGORY = 32;

    private static final int ID_CHARACTERS = 36;
    private static final int[] HYPHENS = {8, 13, 18, 23};

    /** 1 for each character that is a lower-case hexadecimal digit, 0 for the others up to the last one. */
    private static final byte[] DIGITS = digits();

    private static byte[] digits() {
        var digits = new byte['f' + 1];
        "0123456789abcdef".chars().forEach(c -> digits[c] = 1);
        return digits;
    }

    /** @throws IllegalArgumentException when the category or the id has another shape */
    public StreamId {
        if (!isCategory(category)) {
            throw new IllegalArgumentException("A category is 1 to 32 lower-case letters, digits and hyphens");
        }
        if (!isId(id)) {
            throw new IllegalArgumentException("The id of a stream is a lower-case UUID");
        }
    }

    public static StreamId of(String category, UUID id) {
        return new StreamId(category, id.toString());
    }

    /** The stream, or empty when the id has another shape: then no stream can have it. */
    public static Optional<StreamId> parse(String category, String id) {
        return isCategory(category) && isId(id) ? Optional.of(new StreamId(category, id)) : Optional.empty();
    }

    /**
     * Whether the text may be a stream's id.
     *
     * <p>Every event that is read brings two, so this is no regular expression. Nor does it branch at a digit: of random ones
     * no processor foresees the way, and that takes four times as long as to look each up.
     */
    public static boolean isId(String text) {
        if (text.length() != ID_CHARACTERS) {
            return false;
        }
        var digits = 0;
        for (var i = 0; i < ID_CHARACTERS; i++) {
            var c = text.charAt(i);
            digits += c < DIGITS.length ? DIGITS[c] : 0;
        }
        return digits == ID_CHARACTERS - HYPHENS.length && hasHyphens(text);
    }

    private static boolean hasHyphens(String text) {
        for (var place : HYPHENS) {
            if (text.charAt(place) != '-') {
                return false;
            }
        }
        return true;
    }

    /** Whether the text may be a category. */
    public static boolean isCategory(String text) {
        if (text.isEmpty() || text.length() > MAX_CATEGORY || text.charAt(0) < 'a' || text.charAt(0) > 'z') {
            return false;
        }
        for (var i = 1; i < text.length(); i++) {
            var c = text.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
                return false;
            }
        }
        return true;
    }

    /** The category and the id, for messages: {@code room 0198a3…}. */
    public String label() {
        return category + ' ' + id;
    }

    /** The id alone. */
    @Override
    public String toString() {
        return id;
    }
}
