package io.ledger.redis;

import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentCodec;
import java.util.regex.Pattern;

/**
 * The names and the form that the read model of one category has in Redis.
 *
 * @param category the streams' category
 * @param documentPrefix what the key of a document begins with, before the stream's id
 * @param name what all its other keys begin with, before a colon
 * @param codec how a document is written
 */
public record RedisReadModel<V extends Document>(
        String category, String documentPrefix, String name, DocumentCodec<V> codec) {

    private static final Pattern PREFIX = Pattern.compile("[a-z0-9_-]+:");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+");

    /** @throws IllegalArgumentException when keys would have to be escaped, or could not be told apart */
    public RedisReadModel {
        if (!PREFIX.matcher(documentPrefix).matches() || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Names in Redis are lower-case letters, digits, hyphens and underscores");
        }
        if (documentPrefix.equals(name + ":")) {
            throw new IllegalArgumentException("Documents need a prefix of their own");
        }
    }
}
