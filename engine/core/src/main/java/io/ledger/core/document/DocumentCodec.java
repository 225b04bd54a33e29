package io.ledger.core.document;

import io.ledger.core.StreamId;
import java.util.Optional;

/**
 * How documents of one kind are written where others may read them too.
 *
 * @param <V> documents
 */
public interface DocumentCodec<V extends Document> {

    String encode(V document);

    /** The document of a stream, or empty when the text is not exactly what {@link #encode} writes for one. */
    Optional<V> decode(StreamId id, String text);
}
