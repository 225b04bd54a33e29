package io.ledger.http.request;

import io.ledger.core.Sha256;
import io.ledger.core.log.GlobalPosition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page of a search goes on, as a text that clients hand back and do not look into.
 *
 * <p>It is of one search: a fingerprint of what was asked for is in it, so that it does not go on in another order, or among
 * others.
 *
 * @param createdAt where the last of the page before was created
 * @param key by which it stands where it does; empty where that is the creation
 */
public record SearchCursor(GlobalPosition createdAt, String key) {

    private static final String PREFIX = "s2";
    private static final int FINGERPRINT_DIGITS = 16;

    /**
     * The text that stands for it.
     *
     * @param asked what is asked for, in a text that no other search has
     */
    public String text(String asked) {
        var content = String.join(":", PREFIX, Sha256.hex(asked, FINGERPRINT_DIGITS), createdAt.toString(), key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The cursor, or empty when the text is none that this server gave for the same search.
     *
     * @param asked what is asked for
     * @param mostCharacters of a text that is looked at
     */
    public static Optional<SearchCursor> parse(String asked, String text, int mostCharacters) {
        if (text.length() > mostCharacters) {
            return Optional.empty();
        }
        byte[] decoded;
        try {
            decoded = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        var parts = new String(decoded, StandardCharsets.UTF_8).split(":", 4);
        if (parts.length != 4) {
            return Optional.empty();
        }
        return LedgerPosition.parse(parts[2])
                .map(createdAt -> new SearchCursor(createdAt, parts[3]))
                .filter(cursor -> cursor.text(asked).equals(text));
    }
}
