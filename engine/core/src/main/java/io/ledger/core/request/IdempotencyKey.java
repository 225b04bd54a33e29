package io.ledger.core.request;

import io.ledger.core.Parsed;
import java.util.regex.Pattern;

/**
 * A name that a caller gives to one request, so that sending it again does nothing more.
 *
 * <p>It belongs to its caller: the same name from another one is another key.
 *
 * @param actor who gives the name; never blank
 * @param value 1 to 255 visible ASCII characters, compared as they are
 */
public record IdempotencyKey(String actor, String value) {

    public static final int MAX_CHARACTERS = 255;

    private static final Pattern SHAPE = Pattern.compile("[\\x21-\\x7e]{1,%d}".formatted(MAX_CHARACTERS));

    /** @throws IllegalArgumentException when {@code value} has another shape, or there is no actor */
    public IdempotencyKey {
        if (actor.isBlank()) {
            throw new IllegalArgumentException("An idempotency key belongs to an actor");
        }
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("An idempotency key is 1 to 255 visible ASCII characters");
        }
    }

    public static Parsed<IdempotencyKey> parse(String actor, String text) {
        return SHAPE.matcher(text).matches()
                ? new Parsed.Valid<>(new IdempotencyKey(actor, text))
                : new Parsed.Invalid<>(
                        "The key must be 1 to %d visible ASCII characters, without spaces".formatted(MAX_CHARACTERS));
    }
}
