package io.circleledger.infrastructure.lucene;

import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleSearch;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.stream.StreamId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search index as its projection writes it.
 *
 * <p>What is applied is seen by the next search. On disk it is after a while, in one commit with the
 * checkpoint that covers it: after a crash the index is older, and the projection applies the rest again.
 *
 * <p>An index that fails is opened again with the next call, from its last commit. One that is damaged
 * is removed first, and then has no checkpoint, so that the projection builds it anew.
 */
public final class LuceneCircleIndex implements DocumentStore<CircleView>, AutoCloseable {

    static final String STORE = "search index";

    private static final Logger LOG = LoggerFactory.getLogger(LuceneCircleIndex.class);

    private final Path path;
    private final ReentrantLock writing = new ReentrantLock();

    /** Used by whoever is writing. */
    private final IndexedCircle.Writer documents = new IndexedCircle.Writer();

    private volatile @Nullable IndexSession session;
    private boolean closed;

    private LuceneCircleIndex(Path path, IndexSession session) {
        this.path = path;
        this.session = session;
    }

    /**
     * Opens the index in a directory, which is made when it is missing; or in the first one beside it
     * that no other server has: those that share {@code DATA_DIR} have an index each.
     *
     * @throws SearchIndexException when too many processes have one, or it cannot be written
     */
    public static LuceneCircleIndex open(Path directory) {
        for (var number = 1; ; number++) {
            var path = number == 1 ? directory : directory.resolveSibling(directory.getFileName() + "-" + number);
            try {
                return new LuceneCircleIndex(path, IndexSession.open(path));
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

    /** The index as queries see it. */
    public CircleSearch search() {
        return new LuceneCircleSearch(this);
    }

    /** Something that is done with the open index. */
    interface Use<T> {

        T apply(IndexSession index) throws IOException;
    }

    /**
     * Does something with the index; when that fails for the index's sake, the next use opens it anew.
     *
     * @throws StoreUnavailableException when it failed
     */
    <T> T using(Use<T> use) {
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
                session = IndexSession.open(path);
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
    public Map<StreamId, CircleView> documents(Checkpoint of, Collection<StreamId> ids) {
        return using(index -> {
            var found = new HashMap<StreamId, CircleView>();
            indexed(index, ids).forEach((id, circle) -> found.put(id, circle.view()));
            return found;
        });
    }

    private static Map<StreamId, IndexedCircle> indexed(IndexSession index, Collection<StreamId> ids)
            throws IOException {
        var found = new HashMap<StreamId, IndexedCircle>();
        if (ids.isEmpty()) {
            return found;
        }
        var keys = ids.stream().map(IndexedCircle::octets).toList();
        var searcher = index.acquire();
        try {
            for (var leaf : searcher.getIndexReader().leaves()) {
                var terms = leaf.reader().terms(IndexedCircle.ID);
                if (terms == null) {
                    continue;
                }
                var term = terms.iterator();
                var live = leaf.reader().getLiveDocs();
                PostingsEnum postings = null;
                var documents = new ArrayList<Integer>();
                for (var key : keys) {
                    if (term.seekExact(key)) {
                        postings = term.postings(postings, PostingsEnum.NONE);
                        for (var doc = postings.nextDoc();
                                doc != DocIdSetIterator.NO_MORE_DOCS;
                                doc = postings.nextDoc()) {
                            if (live == null || live.get(doc)) {
                                documents.add(doc);
                            }
                        }
                    }
                }
                documents.sort(null);
                var reader = new IndexedCircle.Reader(leaf.reader());
                for (var document : documents) {
                    var circle = reader.circle(document);
                    found.put(Circles.stream(circle.view().id()), circle);
                }
            }
            return found;
        } finally {
            index.release(searcher);
        }
    }

    @Override
    public List<ParkedStream> parked() {
        return using(index -> {
            var searcher = index.acquire();
            try {
                var bySince = new Sort(new SortField(IndexedParkedCircle.SINCE, SortField.Type.LONG));
                var hits = searcher.search(new FieldExistsQuery(IndexedParkedCircle.SINCE), MAX_PARKED, bySince);
                var parked = new ArrayList<ParkedStream>();
                for (var hit : hits.scoreDocs) {
                    parked.add(IndexedParkedCircle.read(searcher.storedFields().document(hit.doc)));
                }
                return List.copyOf(parked);
            } finally {
                index.release(searcher);
            }
        });
    }

    @Override
    public boolean apply(Checkpoint from, List<DocumentChange<CircleView>> changes, Checkpoint to) {
        return writing(index -> {
            if (!index.checkpoint().equals(Optional.of(from))) {
                return false;
            }
            var present = indexed(
                    index,
                    changes.stream()
                            .flatMap(change -> change instanceof DocumentChange.Put<CircleView> put
                                    ? Optional.of(Circles.stream(put.document().id())).stream()
                                    : Optional.<StreamId>empty().stream())
                            .toList());
            var anyParked = anyParked(index);
            for (var change : changes) {
                switch (change) {
                    case DocumentChange.Put<CircleView> put -> put(index, put, present, anyParked);
                    case DocumentChange.Remove<CircleView>(var id) -> remove(index, id);
                    case DocumentChange.Park<CircleView>(var circle) -> {
                        remove(index, circle.streamId());
                        index.writer().addDocument(IndexedParkedCircle.document(circle));
                    }
                }
            }
            index.show(to);
            return true;
        });
    }

    private static boolean anyParked(IndexSession index) throws IOException {
        var searcher = index.acquire();
        try {
            return searcher.getIndexReader().getDocCount(IndexedParkedCircle.ID) > 0;
        } finally {
            index.release(searcher);
        }
    }

    private void put(IndexSession index, DocumentChange.Put<CircleView> put, Map<StreamId, IndexedCircle> present, boolean anyParked)
            throws IOException {
        var id = Circles.stream(put.document().id());
        var before = Optional.ofNullable(present.get(id));
        if (before.filter(circle -> circle.view().version() > put.document().version())
                .isPresent()) {
            return;
        }
        var createdAt = put.createdAt()
                .or(() -> before.map(IndexedCircle::createdAt))
                .orElseThrow(() -> new IllegalStateException("Nothing tells where circle " + id + " was created"));
        var document = documents.document(new IndexedCircle(put.document(), createdAt));
        if (before.isPresent()) {
            index.writer().updateDocument(IndexedCircle.term(id), document);
        } else {
            // Looked up already, so there is nothing to delete, which would cost more than to add.
            index.writer().addDocument(document);
        }
        if (anyParked) {
            index.writer().deleteDocuments(IndexedParkedCircle.term(id.id()));
        }
    }

    private static void remove(IndexSession index, String circleId) throws IOException {
        var parked = IndexedParkedCircle.term(circleId);
        var id = Circles.parse(circleId);
        if (id.isPresent()) {
            index.writer().deleteDocuments(IndexedCircle.term(id.get()), parked);
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
