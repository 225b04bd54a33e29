package io.ledger.lucene;

import io.ledger.core.document.Document;
import io.ledger.core.log.GlobalPosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TopFieldCollectorManager;

/** A searcher that knows how far its documents go. */
final class PositionedSearcher extends IndexSearcher {

    private final GlobalPosition completeTo;
    private final Map<Query, Integer> totals = new ConcurrentHashMap<>();

    PositionedSearcher(IndexReader reader, GlobalPosition completeTo) {
        super(reader);
        this.completeTo = completeTo;
        // Searches seldom repeat, and memory is for other things.
        setQueryCache(null);
    }

    /** What a {@link DocumentSearch} answers. */
    <V extends Document> SearchPage<V> page(
            SearchSchema<V> schema, Query query, Sort order, Optional<FieldDoc> after, int limit) throws IOException {
        // One more than asked for tells whether there is a next page.
        var wanted = limit + 1;
        var hits = search(query, new TopFieldCollectorManager(order, wanted, after.orElse(null), wanted)).scoreDocs;
        var shown = Arrays.copyOf(hits, Math.min(limit, hits.length));
        var total = after.isEmpty() && hits.length <= limit ? hits.length : total(query);
        return new SearchPage<>(completeTo, documents(schema, shown), hits.length > limit, total);
    }

    /** How many documents match, counted once for all pages of the same search. */
    private int total(Query query) throws IOException {
        var known = totals.get(query);
        if (known != null) {
            return known;
        }
        var counted = count(query);
        if (totals.size() < LuceneLimits.TOTALS) {
            totals.put(query, counted);
        }
        return counted;
    }

    /** The documents of hits, in the order of the hits; segments are read from front to back. */
    private <V extends Document> List<IndexedDocument<V>> documents(SearchSchema<V> schema, ScoreDoc[] hits)
            throws IOException {
        var leaves = getIndexReader().leaves();
        // The document above and the hit below, so that sorting puts them in the order of documents.
        var byDocument = new long[hits.length];
        for (var i = 0; i < hits.length; i++) {
            byDocument[i] = ((long) hits[i].doc << Integer.SIZE) | i;
        }
        Arrays.sort(byDocument);
        var documents = new ArrayList<IndexedDocument<V>>(Collections.nCopies(hits.length, null));
        var leaf = -1;
        SegmentDocuments<V> segment = null;
        for (var next : byDocument) {
            var document = (int) (next >>> Integer.SIZE);
            var in = ReaderUtil.subIndex(document, leaves);
            if (segment == null || in != leaf) {
                leaf = in;
                segment = new SegmentDocuments<>(leaves.get(leaf).reader(), schema);
            }
            documents.set((int) next, segment.read(document - leaves.get(leaf).docBase));
        }
        return documents;
    }
}
