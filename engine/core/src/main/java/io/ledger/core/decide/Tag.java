package io.ledger.core.decide;

import io.ledger.core.StreamId;
import java.nio.charset.StandardCharsets;

/**
 * What an event is also about, besides its stream: rules over several streams find events by it.
 *
 * @param key what kind of thing, such as {@code student}: 1 to 32 lower-case letters, digits and hyphens
 * @param value which one; with the key at most {@link #MAX_BYTES} bytes
 */
public record Tag(String key, String value) {

    /** The longest tag, as {@link #text} in UTF-8. */
    public static final int MAX_BYTES = 200;

    /** @throws IllegalArgumentException when the key has another shape, or the tag is too long */
    public Tag {
        if (!StreamId.isCategory(key)) {
            throw new IllegalArgumentException("The key of a tag is 1 to 32 lower-case letters, digits and hyphens");
        }
        if (value.isEmpty() || (key + ':' + value).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("A tag has a value and at most " + MAX_BYTES + " bytes");
        }
    }

    /** The tag as it is stored. */
    public String text() {
        return key + ':' + value;
    }
}
