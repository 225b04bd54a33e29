package io.ledger.lucene;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ParkedStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents of streams in a search index on this server's disk.
 *
 * <p>What is applied is seen by the next search. On disk it is after a while, in one commit with the
 * checkpoint that covers it: after a crash the index is older, and the projection applies the rest again.
 *
 * <p>An index that fails is opened again with the next call, from its last commit. One that is damaged
 * is removed first, and then has no checkpoint, so that the projection builds it anew. So does one that was written
 * with another version of the schema.
 *
 * @param <V> documents
 */
public final class LuceneDocumentStore<V extends Document>
        implements DocumentStore<V>, DocumentSearch<V>, AutoCloseable {

    private static final String STORE = "search index";

    private static final Logger LOG = LoggerFactory.getLogger(LuceneDocumentStore.class);

    private final Path path;
    private final SearchSchema<V> schema;
    private final Semaphore turns = new Semaphore(LuceneLimits.SEARCHES, true);
    private final ReentrantLock writing = new ReentrantLock();

    /** Used by whoever is writing. */
    private final DocumentWriter<V> writer;

    private volatile @Nullable IndexSession session;
    private boolean closed;

    private LuceneDocumentStore(Path path, SearchSchema<V> schema, IndexSession session) {
        this.path = path;
        this.schema = schema;
        this.writer = new DocumentWriter<>(schema);
        this.session = session;
    }

    /**
     * Opens the index in a directory, which is made when it is missing; or in the first one beside it
     * that no other server has: those that share {@code DATA_DIR} have an index each.
     *
     * @throws SearchIndexException when too many processes have one, or it cannot be written
     */
    public static <V extends Document> LuceneDocumentStore<V> open(Path directory, SearchSchema<V> schema) {
        for (var number = 1; ; number++) {
            var path = number == 1 ? directory : directory.resolveSibling(directory.getFileName() + "-" + number);
            try {
                return new LuceneDocumentStore<>(path, schema, IndexSession.open(path, schema.version()));
            } catch (SearchIndexException held) {
                if (number == LuceneLimits.SERVERS) {
                    throw held;
                }
            } catch (IOException failure) {
                throw new SearchIndexException(
                        "the search index in " + path + " cannot be used (" + failure
                                + "); make the directory writable or choose another DATA_DIR",
                        failure);
            }
        }
    }

    /** Something that is done with the open index. */
    private interface Use<T> {

        T apply(IndexSession index) throws IOException;
    }

    /**
     * Does something with the index; when that fails for the index's sake, the next use opens it anew.
     *
     * @throws StoreUnavailableException when it failed
     */
    private <T> T using(Use<T> use) {
        var index = opened();
        try {
            return use.apply(index);
        } catch (IOException | AlreadyClosedException failure) {
            leave(index, failure);
            throw StoreUnavailableException.of(STORE, failure);
        }
    }

    private IndexSession opened() {
        var open = session;
        if (open != null) {
            return open;
        }
        writing.lock();
        try {
            if (session == null) {
                if (closed) {
                    throw new IOException("The search index was closed");
                }
                session = IndexSession.open(path, schema.version());
            }
            return session;
        } catch (IOException | SearchIndexException failure) {
            throw StoreUnavailableException.of(STORE, failure);
        } finally {
            writing.unlock();
        }
    }

    private void leave(IndexSession failed, Exception failure) {
        writing.lock();
        try {
            if (session != failed) {
                return;
            }
            LOG.atWarn().addKeyValue("reason", failure).log("the search index failed and is opened again");
            session = null;
            failed.abandon();
            if (IndexSession.isDamage(failure)) {
                IndexSession.remove(path);
            }
        } catch (IOException | SearchIndexException again) {
            LOG.atWarn().addKeyValue("reason", again).log("the damaged search index cannot be removed");
        } finally {
            writing.unlock();
        }
    }

    /** Something that is done with what the index shows at one moment. */
    private interface Look<T> {

        T apply(PositionedSearcher searcher) throws IOException;
    }

    private static <T> T looking(IndexSession index, Look<T> look) throws IOException {
        var searcher = index.acquire();
        try {
            return look.apply(searcher);
        } finally {
            index.release(searcher);
        }
    }

    private <T> T writing(Use<T> use) {
        writing.lock();
        try {
            return using(use);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        return opened().checkpoint();
    }

    @Override
    public Map<StreamId, V> documents(Checkpoint of, Collection<StreamId> ids) {
        var streams = List.copyOf(ids);
        var keys = streams.stream().map(stream -> StreamKey.of(stream.id())).toList();
        return using(index -> looking(index, searcher -> {
            var found = new HashMap<StreamId, V>();
            KeyLookup.find(searcher.getIndexReader(), keys, segment -> {
                var documents = new SegmentDocuments<>(segment, schema);
                return (document, key) -> {
                    var stream = streams.get(key);
                    found.put(stream, documents.read(document, stream.id()));
                };
            });
            return found;
        }));
    }

    @Override
    public List<ParkedStream> parked() {
        return using(index -> looking(index, searcher -> {
            var bySince = new Sort(new SortField(IndexedParkedStream.SINCE, SortField.Type.LONG));
            var hits = searcher.search(new FieldExistsQuery(IndexedParkedStream.SINCE), MAX_PARKED, bySince);
            var parked = new ArrayList<ParkedStream>();
            for (var hit : hits.scoreDocs) {
                parked.add(IndexedParkedStream.read(searcher.storedFields().document(hit.doc)));
            }
            return List.copyOf(parked);
        }));
    }

    /** A few searches are at work at once, and others wait for their turn. */
    @Override
    public SearchPage<V> search(Query query, Sort order, Optional<FieldDoc> after, int limit) {
        takeTurn();
        try {
            return using(index -> looking(index, searcher -> searcher.page(schema, query, order, after, limit)));
        } finally {
            turns.release();
        }
    }

    private void takeTurn() {
        try {
            if (!turns.tryAcquire(LuceneLimits.SEARCH_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw StoreUnavailableException.of(STORE, new TimeoutException("too many searches at once"));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a turn to search");
        }
    }

    @Override
    public boolean apply(Checkpoint from, List<DocumentChange<V>> changes, Checkpoint to) {
        return writing(index -> {
            if (!index.checkpoint().equals(Optional.of(from))) {
                return false;
            }
            var keys = new ArrayList<BytesRef>(changes.size());
            for (var change : changes) {
                if (change instanceof DocumentChange.Put<V> put) {
                    keys.add(StreamKey.of(put.document().id()));
                }
            }
            var present = looking(index, searcher -> PresentVersions.read(searcher.getIndexReader(), keys));
            var anyParked =
                    looking(index, searcher -> searcher.getIndexReader().getDocCount(IndexedParkedStream.ID) > 0);
            var puts = 0;
            for (var change : changes) {
                switch (change) {
                    case DocumentChange.Put<V> put -> put(index, put, puts++, present, anyParked);
                    case DocumentChange.Remove<V>(var id) -> remove(index, id);
                    case DocumentChange.Park<V>(var stream) -> {
                        remove(index, stream.streamId());
                        index.writer().addDocument(IndexedParkedStream.document(stream));
                    }
                }
            }
            index.show(to);
            return true;
        });
    }

    private void put(
            IndexSession index, DocumentChange.Put<V> put, int number, PresentVersions present, boolean anyParked)
            throws IOException {
        var document = put.document();
        if (present.version(number) > document.version()) {
            return;
        }
        var createdAt = put.createdAt()
                .or(() -> present.createdAt(number))
                .orElseThrow(() ->
                        new IllegalStateException("Nothing tells where stream " + document.id() + " was created"));
        var key = present.key(number);
        var fields = writer.fields(key, document, createdAt);
        if (present.version(number) > 0) {
            index.writer().updateDocument(StreamKey.term(key), fields);
        } else {
            // Looked up already, so there is nothing to delete, which would cost more than to add.
            index.writer().addDocument(fields);
        }
        if (anyParked) {
            index.writer().deleteDocuments(IndexedParkedStream.term(document.id()));
        }
    }

    private static void remove(IndexSession index, String id) throws IOException {
        var parked = IndexedParkedStream.term(id);
        if (StreamId.isId(id)) {
            index.writer().deleteDocuments(StreamKey.term(StreamKey.of(id)), parked);
        } else {
            index.writer().deleteDocuments(parked);
        }
    }

    @Override
    public boolean reset(Optional<Checkpoint> observed) {
        return writing(index -> {
            if (!index.checkpoint().equals(observed)) {
                return false;
            }
            index.writer().deleteAll();
            index.show(Checkpoint.START);
            index.commit();
            return true;
        });
    }

    /** Makes durable what was applied, and lets the directory go. */
    @Override
    public void close() {
        writing.lock();
        try {
            closed = true;
            var open = session;
            session = null;
            if (open != null) {
                open.close();
            }
        } catch (IOException failure) {
            // The next start goes on from the last commit.
            LOG.atWarn().addKeyValue("reason", failure).log("the search index could not be closed");
        } finally {
            writing.unlock();
        }
    }
}
