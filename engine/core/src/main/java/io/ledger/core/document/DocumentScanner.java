package io.ledger.core.document;

/**
 * Reads a document from left to right, as its codec writes it: what is expected, texts and numbers.
 *
 * <p>It reads JSON whose parts have a fixed order, without white space and without escapes, and nothing that could be
 * written in another way. What it does not find throws IllegalArgumentException.
 */
public final class DocumentScanner {

    private static final int MAX_DIGITS = 10;

    private final String document;
    private int position;

    public DocumentScanner(String document) {
        this.document = document;
    }

    /** Passes a text if it is next, and says whether it was. */
    public boolean skip(String text) {
        if (!document.startsWith(text, position)) {
            return false;
        }
        position += text.length();
        return true;
    }

    /** Passes a text that must be next. */
    public void expect(String text) {
        if (!skip(text)) {
            throw new IllegalArgumentException("at %d there is no %s".formatted(position, text));
        }
    }

    /** Nothing is left. */
    public void expectEnd() {
        if (position != document.length()) {
            throw new IllegalArgumentException("the document goes on at " + position);
        }
    }

    /** Takes everything before the next quotation mark, and passes the mark. */
    public String text() {
        var end = document.indexOf('"', position);
        if (end < 0) {
            throw new IllegalArgumentException("the text at %d does not end".formatted(position));
        }
        var text = document.substring(position, end);
        position = end + 1;
        return text;
    }

    /** Takes a number from 0 to 2147483647, without zeros before it. */
    public int number() {
        var start = position;
        var number = 0L;
        while (position < document.length() && position - start < MAX_DIGITS && isDigit(document.charAt(position))) {
            number = 10 * number + (document.charAt(position) - '0');
            position++;
        }
        var isPadded = position > start + 1 && document.charAt(start) == '0';
        if (position == start || isPadded || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("at %d there is no number".formatted(start));
        }
        return (int) number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
