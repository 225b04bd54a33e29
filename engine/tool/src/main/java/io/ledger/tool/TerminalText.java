package io.ledger.tool;

import java.util.regex.Pattern;

/** Text of others for a terminal: it stays in its line, and nothing in it is an order to the terminal. */
public final class TerminalText {

    /** Control characters, the two others that end a line, and those that turn what follows around. */
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]+");

    private TerminalText() {}

    public static String of(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }
}
