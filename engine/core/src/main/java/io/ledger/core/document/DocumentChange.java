package io.ledger.core.document;

import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import java.util.Optional;

/**
 * A change of one stream in the read model.
 *
 * @param <V> documents
 */
public sealed interface DocumentChange<V extends Document> {

    /**
     * The stream has this document now.
     *
     * @param createdAt the position of its first event, if this change adds it to the list
     */
    record Put<V extends Document>(V document, Optional<GlobalPosition> createdAt) implements DocumentChange<V> {}

    /**
     * The document under an id is removed.
     *
     * @param id the id of a stream, or any other text that is in its place
     */
    record Remove<V extends Document>(String id) implements DocumentChange<V> {

        /** The document of a stream is removed. */
        public Remove(StreamId id) {
            this(id.id());
        }
    }

    /** The stream is parked: it leaves the read model, and a read from the log reports what is wrong. */
    record Park<V extends Document>(ParkedStream stream) implements DocumentChange<V> {}
}
