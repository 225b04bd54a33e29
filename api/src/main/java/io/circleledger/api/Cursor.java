package io.circleledger.api;

import io.circleledger.domain.eventstore.GlobalPosition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where a page of a list goes on, as a text that clients hand back and do not look into. */
final class Cursor {

    /** Says how to read what follows, so that another kind of cursor can be told from this one. */
    private static final String VERSION = "c1:";

    private static final int MAX_CHARACTERS = 64;

    private Cursor() {}

    static String of(GlobalPosition after) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((VERSION + after).getBytes(StandardCharsets.US_ASCII));
    }

    /** The position, or empty when the text is no cursor that this server gave. */
    static Optional<GlobalPosition> parse(String text) {
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
                .filter(it -> it.startsWith(VERSION))
                .flatMap(it -> LedgerPosition.parse(it.substring(VERSION.length())))
                .filter(position -> of(position).equals(text));
    }
}
