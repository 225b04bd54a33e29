package io.ledger.lucene;

import io.ledger.core.document.Document;
import java.util.Optional;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;

/** A search index as those see it who look for documents. */
public interface DocumentSearch<V extends Document> {

    /**
     * Finds documents.
     *
     * @param query what they have in the fields of the schema, or in {@link SearchSchema#CREATED}
     * @param order by fields of the schema and {@link SearchSchema#CREATED}, so that no two documents are equal
     * @param after where the page before ended ({@link SearchPage#after}); empty for the first
     * @param limit 1 to {@link io.ledger.core.document.DocumentReader#MAX_PAGE}
     * @throws io.ledger.core.StoreUnavailableException when the index does not answer, or too many searches wait
     */
    SearchPage<V> search(Query query, Sort order, Optional<FieldDoc> after, int limit);
}
