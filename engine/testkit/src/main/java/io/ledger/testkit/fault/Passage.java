package io.ledger.testkit.fault;

import java.nio.charset.StandardCharsets;

/** What passes in one direction of a connection, piece by piece; a text may begin in one and end in the next. */
final class Passage {

    private static final int LONGEST_TEXT = 256;

    private String stream = "";
    private int latest;

    /** A text as its bytes, each of them a character. */
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    void take(byte[] bytes, int length) {
        var before = stream.substring(Math.max(0, stream.length() - LONGEST_TEXT));
        stream = before + new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        latest = before.length();
    }

    /** Whether a text, as its bytes, ends in the latest piece. */
    boolean ends(String text) {
        return stream.indexOf(text, Math.max(0, latest - text.length() + 1)) >= 0;
    }
}
