package io.ledger.core.document;

import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import java.util.Optional;

/**
 * What a projection changes about one stream in the read model.
 *
 * @param <V> documents
 */
public sealed interface DocumentChange<V extends Document> {

    /**
     * The stream now reads like this.
     *
     * @param createdAt where its first event stands in the log, when this change lists it
     */
    record Put<V extends Document>(V document, Optional<GlobalPosition> createdAt) implements DocumentChange<V> {}

    /**
     * What stands under an id is no longer there to be read.
     *
     * @param id that of a stream, or what somebody put in the place of one
     */
    record Remove<V extends Document>(String id) implements DocumentChange<V> {

        /** The stream is no longer there to be read. */
        public Remove(StreamId id) {
            this(id.id());
        }
    }

    /** The stream is set aside: it can only be read from the log, which says what is wrong. */
    record Park<V extends Document>(ParkedStream stream) implements DocumentChange<V> {}
}
