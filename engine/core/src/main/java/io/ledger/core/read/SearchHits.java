package io.ledger.core.read;

import io.ledger.core.log.GlobalPosition;
import java.util.List;
import java.util.Optional;

/**
 * Some of the documents that were asked for, all seen at one moment.
 *
 * @param <D> a document
 * @param <P> a place in an order
 * @param completeTo every event up to here is in the answer
 * @param next after what the following page begins; empty when there is none
 * @param total how many were asked for, on all pages
 */
public record SearchHits<D, P>(GlobalPosition completeTo, List<D> documents, Optional<P> next, long total) {

    public SearchHits {
        documents = List.copyOf(documents);
    }
}
