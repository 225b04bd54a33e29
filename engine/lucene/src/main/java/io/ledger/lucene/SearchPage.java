package io.ledger.lucene;

import io.ledger.core.document.Document;
import io.ledger.core.log.GlobalPosition;
import java.util.List;
import org.apache.lucene.search.FieldDoc;

/**
 * Some of the documents that a search found, all seen at one moment.
 *
 * @param completeTo every event up to here is in the answer
 * @param hasMore whether others follow the last one
 * @param total how many documents match in all
 */
public record SearchPage<V extends Document>(
        GlobalPosition completeTo, List<IndexedDocument<V>> documents, boolean hasMore, int total) {

    public SearchPage {
        documents = List.copyOf(documents);
    }

    /**
     * The place after everything that has a sort key, for the next page. It does not matter whether there still is a
     * document that has it.
     *
     * @param sortKey a value for each field of the order
     */
    public static FieldDoc after(Object... sortKey) {
        return new FieldDoc(Integer.MAX_VALUE, Float.NaN, sortKey);
    }
}
