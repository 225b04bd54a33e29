package io.ledger.tables;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** The text of a cell: what is blank, what is quoted of it, and the apostrophe that keeps it from being a formula. */
public final class CellText {

    /** What a spreadsheet takes for a formula, perhaps after apostrophes and blanks. */
    private static final Pattern FORMULA = Pattern.compile("'*\\s*[=+\\-@\\t\\r\uFF1D\uFF0B\uFF0D\uFF20]");

    /**
     * Returns a text with an apostrophe before it if a spreadsheet would take it for a formula. Texts that have apostrophes
     * there already get one more, so that {@link #unguarded} gives back every text as it was.
     */
    public static String guarded(String text) {
        return FORMULA.matcher(text).lookingAt() ? "'" + text : text;
    }

    /** Returns a text as it was before it was {@link #guarded}. */
    public static String unguarded(String text) {
        return isGuarded(text) ? text.substring(1) : text;
    }

    static boolean isGuarded(String text) {
        return text.startsWith("'")
                && FORMULA.matcher(text).region(1, text.length()).lookingAt();
    }

    /** Whether there is nothing to see in a text. */
    static boolean isBlank(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (!isBlank(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF' || c == '\u200B';
    }

    /** Returns a text in the usual width of its characters, without blanks around it. */
    static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
    }

    /** Returns a text in quotation marks, shortened where it is long. */
    static String quoted(String text) {
        int end = Math.min(text.length(), TableLimits.QUOTED_CHARACTERS);
        return end == text.length() ? "\"" + text + "\"" : "\"" + text.substring(0, end) + "…\"";
    }

    private CellText() {}
}
