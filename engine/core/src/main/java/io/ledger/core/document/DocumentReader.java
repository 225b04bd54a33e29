package io.ledger.core.document;

import io.ledger.core.StreamId;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import java.util.List;
import java.util.Optional;

/**
 * The read model as queries see it.
 *
 * @param <V> documents
 */
public interface DocumentReader<V extends Document> {

    /** How many streams one page may have. */
    int MAX_PAGE = 1_000;

    /**
     * One stream of a page.
     *
     * @param createdAt where its first event stands in the log: its place in the list
     * @param document empty when the list knows the stream and its document is missing
     */
    record Listed<V extends Document>(GlobalPosition createdAt, StreamId id, Optional<V> document) {}

    /**
     * Some streams in the order of their creation, all seen at one moment.
     *
     * @param hasMore whether others follow the last one
     * @param total how many streams the whole list has at that moment
     */
    record Page<V extends Document>(GlobalPosition completeTo, List<Listed<V>> entries, boolean hasMore, long total) {

        public Page {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Finds the document of a stream, in one call; empty when the read model has none.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Complete<Optional<V>> find(StreamId id);

    /**
     * Finds the document of a stream, possibly as it was a moment ago.
     *
     * @param atLeast an earlier answer may be given again if it is complete to this position
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    default Complete<Optional<V>> find(StreamId id, GlobalPosition atLeast) {
        return find(id);
    }

    /**
     * Reads the streams created after a position, in one call whose cost does not depend on it.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Page<V> page(GlobalPosition createdAfter, int limit);
}
