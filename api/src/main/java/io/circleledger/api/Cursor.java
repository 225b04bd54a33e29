package io.circleledger.api;

import io.ledger.core.log.GlobalPosition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where a page of a list goes on, as a text that clients hand back and do not look into. */
final class Cursor {

    /** What is paged, so that a cursor of one list is none of another. */
    enum Kind {
        /** Circles by the position of their creation. */
        CIRCLES("c1:"),
        /** Events of a circle by version. */
        EVENTS("e1:"),
        /** The same, newest first. */
        EVENTS_NEWEST_FIRST("e2:");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    private static final int MAX_CHARACTERS = 64;

    private Cursor() {}

    static String of(Kind kind, long after) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((kind.prefix + after).getBytes(StandardCharsets.US_ASCII));
    }

    /** After what to go on, or empty when the text is no cursor of this kind that this server gave. */
    static Optional<Long> parse(Kind kind, String text) {
        if (text.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        byte[] decoded;
        try {
            decoded = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        var content = new String(decoded, StandardCharsets.US_ASCII);
        return Optional.of(content)
                .filter(it -> it.startsWith(kind.prefix))
                .flatMap(it -> LedgerPosition.parse(it.substring(kind.prefix.length())))
                .map(GlobalPosition::value)
                .filter(after -> of(kind, after).equals(text));
    }
}
