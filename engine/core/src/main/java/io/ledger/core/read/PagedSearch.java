package io.ledger.core.read;

import java.util.Optional;

/**
 * Finds documents by what they are, in the order that is asked for.
 *
 * <p>A page begins after a place, which is a key of the order and no number of documents that were passed. So a document that
 * keeps its key is met exactly once, whatever happens to others.
 *
 * @param <C> which documents, and in which order
 * @param <P> where a page ended: the key of its last document in that order
 * @param <D> a document
 */
public interface PagedSearch<C, P, D> {

    /**
     * Finds documents.
     *
     * @param after where the page before ended, of the same order; empty for the first
     * @param limit 1 to {@link io.ledger.core.document.DocumentReader#MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the index does not answer
     */
    SearchHits<D, P> page(C criteria, Optional<P> after, int limit);
}
