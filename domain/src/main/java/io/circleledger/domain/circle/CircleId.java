package io.circleledger.domain.circle;

import java.util.Optional;
import java.util.UUID;

/**
 * The identity of a circle: the 36 lower-case characters of a UUID.
 *
 * <p>New ids are version 7 (RFC 9562), so they sort by the time of creation. The version is not
 * asked of ids that are read, because an id is a name and names are compared, not interpreted.
 */
public record CircleId(String value) {

    private static final String SHAPE = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";

    /** @throws IllegalArgumentException when {@code value} has another shape */
    public CircleId {
        if (!hasShape(value)) {
            throw new IllegalArgumentException("A circle id is a lower-case UUID");
        }
    }

    public static CircleId of(UUID uuid) {
        return new CircleId(uuid.toString());
    }

    /** The id, or empty when the text has another shape: then no circle can have it. */
    public static Optional<CircleId> parse(String text) {
        return hasShape(text) ? Optional.of(new CircleId(text)) : Optional.empty();
    }

    /** Every event that is read brings an id, so this is no regular expression. */
    private static boolean hasShape(String text) {
        if (text.length() != SHAPE.length()) {
            return false;
        }
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            var fits = SHAPE.charAt(i) == '-' ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
