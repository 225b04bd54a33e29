package io.ledger.lucene;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.Document;
import io.ledger.core.log.GlobalPosition;
import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;

/** Documents in memory that never change, found as in a search index. Nothing of them has to be closed. */
public final class FrozenDocuments<V extends Document> implements DocumentSearch<V> {

    private static final String STORE = "search index";

    private final SearchSchema<V> schema;
    private final PositionedSearcher searcher;

    private FrozenDocuments(SearchSchema<V> schema, PositionedSearcher searcher) {
        this.schema = schema;
        this.searcher = searcher;
    }

    /**
     * Takes up documents, in any order.
     *
     * @param completeTo what their searches are complete to
     */
    public static <V extends Document> FrozenDocuments<V> of(
            SearchSchema<V> schema, GlobalPosition completeTo, Iterable<IndexedDocument<V>> documents) {
        var directory = new ByteBuffersDirectory();
        var configuration = new IndexWriterConfig()
                .setIndexSort(new Sort(new SortField(SearchSchema.CREATED, SortField.Type.LONG)))
                .setRAMBufferSizeMB(LuceneLimits.RAM_BUFFER_MEGABYTES)
                .setMergeScheduler(new SerialMergeScheduler());
        try {
            try (var writer = new IndexWriter(directory, configuration)) {
                var fields = new DocumentWriter<>(schema);
                for (var document : documents) {
                    var key = StreamKey.of(document.document().id());
                    writer.addDocument(fields.fields(key, document.document(), document.createdAt()));
                }
                writer.forceMerge(1);
            }
            return new FrozenDocuments<>(schema, new PositionedSearcher(DirectoryReader.open(directory), completeTo));
        } catch (IOException failure) {
            throw StoreUnavailableException.of(STORE, failure);
        }
    }

    @Override
    public SearchPage<V> search(Query query, Sort order, Optional<FieldDoc> after, int limit) {
        try {
            return searcher.page(schema, query, order, after, limit);
        } catch (IOException failure) {
            throw StoreUnavailableException.of(STORE, failure);
        }
    }
}
