package io.circleledger.domain.circle;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The identity of a circle: the 36 lower-case characters of a UUID.
 *
 * <p>New ids are version 7 (RFC 9562), so they sort by the time of creation. The version is not
 * asked of ids that are read, because an id is a name and names are compared, not interpreted.
 */
public record CircleId(String value) {

    private static final Pattern SHAPE =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** @throws IllegalArgumentException when {@code value} has another shape */
    public CircleId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("A circle id is a lower-case UUID");
        }
    }

    public static CircleId of(UUID uuid) {
        return new CircleId(uuid.toString());
    }

    /** The id, or empty when the text has another shape: then no circle can have it. */
    public static Optional<CircleId> parse(String text) {
        return SHAPE.matcher(text).matches() ? Optional.of(new CircleId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
