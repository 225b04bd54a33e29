package io.ledger.http.request;

import io.ledger.core.log.GlobalPosition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where a page of a list goes on, as a text that clients hand back and do not look into. */
public final class Cursor {

    /**
     * What is paged, and in which order, so that a cursor of one list is none of another.
     *
     * @param prefix begins each cursor of this walk and of no other
     */
    public record Walk(String prefix) {}

    private static final int MAX_CHARACTERS = 64;

    private Cursor() {}
    /** The cursor of the page that follows. */
    public static String of(Walk walk, long after) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((walk.prefix() + after).getBytes(StandardCharsets.US_ASCII));
    }

    /** After what to go on, or empty when the text is no cursor of this walk that this server gave. */
    public static Optional<Long> parse(Walk walk, String text) {
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
                .filter(it -> it.startsWith(walk.prefix()))
                .flatMap(it -> LedgerPosition.parse(it.substring(walk.prefix().length())))
                .map(GlobalPosition::value)
                .filter(after -> of(walk, after).equals(text));
    }
}
