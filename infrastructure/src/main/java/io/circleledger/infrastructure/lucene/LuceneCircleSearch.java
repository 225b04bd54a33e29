package io.circleledger.infrastructure.lucene;

import io.circleledger.domain.readmodel.CircleSearch;
import io.circleledger.infrastructure.lucene.IndexSession.PositionedSearcher;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.GlobalPosition;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.util.BytesRef;

/** The search index as queries see it. */
final class LuceneCircleSearch implements CircleSearch {

    private static final Base64.Encoder KEY_ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder KEY_DECODER = Base64.getUrlDecoder();

    private final LuceneCircleIndex index;
    private final Semaphore turns = new Semaphore(LuceneLimits.SEARCHES, true);

    LuceneCircleSearch(LuceneCircleIndex index) {
        this.index = index;
    }

    @Override
    public Page page(Criteria criteria, Optional<Place> after, int limit) {
        takeTurn();
        try {
            return index.using(session -> {
                var searcher = session.acquire();
                try {
                    return page(searcher, criteria, after, limit);
                } finally {
                    session.release(searcher);
                }
            });
        } finally {
            turns.release();
        }
    }

    private void takeTurn() {
        try {
            if (!turns.tryAcquire(LuceneLimits.SEARCH_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw StoreUnavailableException.of(
                        LuceneCircleIndex.STORE, new TimeoutException("too many searches at once"));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a turn to search");
        }
    }

    private static Page page(PositionedSearcher searcher, Criteria criteria, Optional<Place> after, int limit)
            throws IOException {
        // One more than asked for tells whether there is a next page.
        var wanted = limit + 1;
        var hits = searcher.search(
                        query(criteria),
                        new TopFieldCollectorManager(
                                order(criteria),
                                wanted,
                                after.map(LuceneCircleSearch::fieldDoc).orElse(null),
                                wanted))
                .scoreDocs;
        var shown = Arrays.copyOf(hits, Math.min(limit, hits.length));
        var circles = circles(searcher, shown);
        var next =
                hits.length > limit ? Optional.of(place(criteria.sort(), circles.getLast())) : Optional.<Place>empty();
        return new Page(
                searcher.completeTo(), circles.stream().map(IndexedCircle::view).toList(), next);
    }

    private static Query query(Criteria criteria) {
        var all = new BooleanQuery.Builder();
        criteria.text()
                .map(IndexedCircle.FOLDING::words)
                .orElse(List.of())
                .forEach(word -> all.add(named(word), Occur.FILTER));
        if (!criteria.anyCapacity()) {
            var least = IndexedCircle.capacityKey(criteria.minCapacity(), GlobalPosition.START);
            var most = IndexedCircle.capacityKey(criteria.maxCapacity() + 1, GlobalPosition.START) - 1;
            all.add(
                    new IndexOrDocValuesQuery(
                            LongPoint.newRangeQuery(IndexedCircle.CAPACITY, least, most),
                            NumericDocValuesField.newSlowRangeQuery(IndexedCircle.CAPACITY, least, most)),
                    Occur.FILTER);
        }
        var filters = all.build();
        // Parked circles are documents too, without these fields.
        return filters.clauses().isEmpty() ? new FieldExistsQuery(IndexedCircle.CREATED) : filters;
    }

    /** Names that have a word in them. */
    private static Query named(String word) {
        return switch (word.codePointCount(0, word.length())) {
            case 1 -> new TermQuery(new Term(IndexedCircle.ONE, word));
            case 2 -> new TermQuery(new Term(IndexedCircle.TWO, word));
            default -> pieces(word);
        };
    }

    private static Query pieces(String folded) {
        var phrase = new PhraseQuery.Builder();
        var end = folded.offsetByCodePoints(folded.length(), -1);
        for (var start = 0; start < end; start = folded.offsetByCodePoints(start, 1)) {
            phrase.add(new Term(IndexedCircle.TWO, folded.substring(start, folded.offsetByCodePoints(start, 2))));
        }
        return phrase.build();
    }

    private static Sort order(Criteria criteria) {
        var byCreation = number(IndexedCircle.CREATED, criteria);
        return switch (criteria.sort()) {
            case CREATED -> new Sort(byCreation);
            case NAME ->
                new Sort(new SortField(IndexedCircle.NAME, SortField.Type.STRING, criteria.descending()), byCreation);
            case CAPACITY -> new Sort(number(IndexedCircle.CAPACITY, criteria));
        };
    }

    private static SortField number(String field, Criteria criteria) {
        return new SortField(field, SortField.Type.LONG, criteria.descending());
    }

    /** The last hit of a page, were it still there: everything that is equal to it comes before. */
    private static FieldDoc fieldDoc(Place after) {
        return new FieldDoc(
                Integer.MAX_VALUE,
                Float.NaN,
                switch (after) {
                    case Place.ByCreation(var createdAt) -> new Object[] {createdAt.value()};
                    case Place.ByName(var key, var createdAt) ->
                        new Object[] {new BytesRef(KEY_DECODER.decode(key)), createdAt.value()};
                    case Place.ByCapacity(var capacity, var createdAt) ->
                        new Object[] {IndexedCircle.capacityKey(capacity, createdAt)};
                });
    }

    private static Place place(SortBy sort, IndexedCircle last) {
        return switch (sort) {
            case CREATED -> new Place.ByCreation(last.createdAt());
            case NAME -> {
                var key = IndexedCircle.nameKey(last.view().name());
                yield new Place.ByName(
                        KEY_ENCODER.encodeToString(Arrays.copyOf(key.bytes, key.length)), last.createdAt());
            }
            case CAPACITY -> new Place.ByCapacity(last.view().capacity(), last.createdAt());
        };
    }

    /** The circles of hits, in the order of the hits; segments are read from front to back. */
    private static List<IndexedCircle> circles(PositionedSearcher searcher, ScoreDoc[] hits) throws IOException {
        var leaves = searcher.getIndexReader().leaves();
        var circles = new IndexedCircle[hits.length];
        var byDocument = IntStream.range(0, hits.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> hits[i].doc))
                .toList();
        var leaf = -1;
        IndexedCircle.Reader reader = null;
        for (var i : byDocument) {
            var in = ReaderUtil.subIndex(hits[i].doc, leaves);
            if (reader == null || in != leaf) {
                leaf = in;
                reader = new IndexedCircle.Reader(leaves.get(leaf).reader());
            }
            circles[i] = reader.circle(hits[i].doc - leaves.get(leaf).docBase);
        }
        return List.of(circles);
    }
}
