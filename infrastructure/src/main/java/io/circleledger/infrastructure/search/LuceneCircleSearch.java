package io.circleledger.infrastructure.search;

import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.readmodel.CircleSearch;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.Place;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.PastReadModels.PastDocument;
import io.ledger.core.read.SearchHits;
import io.ledger.lucene.DocumentSearch;
import io.ledger.lucene.FrozenDocuments;
import io.ledger.lucene.IndexedDocument;
import io.ledger.lucene.NumberField;
import io.ledger.lucene.SearchPage;
import io.ledger.lucene.SearchSchema;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** The search for circles, by the search index. */
public final class LuceneCircleSearch implements CircleSearch {

    private static final Base64.Encoder KEY_ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder KEY_DECODER = Base64.getUrlDecoder();

    private final DocumentSearch<CircleView> index;

    /** @param index with the {@link CircleSearchSchema} */
    public LuceneCircleSearch(DocumentSearch<CircleView> index) {
        this.index = index;
    }

    /** The search for circles as they were. */
    public static CircleSearch of(List<PastDocument<CircleView>> past) {
        var documents = past.stream()
                .map(circle -> new IndexedDocument<>(circle.document(), circle.createdAt()))
                .toList();
        return new LuceneCircleSearch(FrozenDocuments.of(new CircleSearchSchema(), GlobalPosition.START, documents));
    }

    @Override
    public SearchHits<CircleView, Place> page(Criteria criteria, Optional<Place> after, int limit) {
        var found = index.search(query(criteria), order(criteria), after.map(LuceneCircleSearch::fieldDoc), limit);
        var circles = found.documents();
        var next = found.hasMore() ? Optional.of(place(criteria.sort(), circles.getLast())) : Optional.<Place>empty();
        return new SearchHits<>(
                found.completeTo(),
                circles.stream().map(IndexedDocument::document).toList(),
                next,
                found.total());
    }

    private static Query query(Criteria criteria) {
        var all = new BooleanQuery.Builder();
        if (criteria.statuses().size() < CircleStatus.values().length) {
            // Postings of single terms, which a search can leap over; a set of terms would be read as a whole.
            var any = new BooleanQuery.Builder();
            criteria.statuses()
                    .forEach(status -> any.add(
                            new TermQuery(new Term(CircleSearchSchema.STATUS, CircleSearchSchema.statusKey(status))),
                            Occur.SHOULD));
            all.add(any.build(), Occur.FILTER);
        }
        criteria.text()
                .map(CircleSearchSchema.FOLDING::words)
                .orElse(List.of())
                .forEach(word -> all.add(CircleSearchSchema.TEXT.containing(word), Occur.FILTER));
        if (!criteria.anyCapacity()) {
            var least = CircleSearchSchema.capacityKey(criteria.minCapacity(), GlobalPosition.START);
            var most = CircleSearchSchema.capacityKey(criteria.maxCapacity() + 1, GlobalPosition.START) - 1;
            all.add(NumberField.range(CircleSearchSchema.CAPACITY, least, most), Occur.FILTER);
        }
        var filters = all.build();
        // Parked circles are documents too, without this field.
        return filters.clauses().isEmpty() ? new FieldExistsQuery(SearchSchema.CREATED) : filters;
    }

    private static Sort order(Criteria criteria) {
        var descending = criteria.descending();
        var byCreation = NumberField.order(SearchSchema.CREATED, descending);
        return switch (criteria.sort()) {
            case CREATED -> new Sort(byCreation);
            case NAME ->
                new Sort(new SortField(CircleSearchSchema.NAME_SORT, SortField.Type.STRING, descending), byCreation);
            case CAPACITY -> new Sort(NumberField.order(CircleSearchSchema.CAPACITY, descending));
        };
    }

    private static FieldDoc fieldDoc(Place after) {
        return switch (after) {
            case Place.ByCreation(var createdAt) -> SearchPage.after(createdAt.value());
            case Place.ByName(var key, var createdAt) ->
                SearchPage.after(new BytesRef(KEY_DECODER.decode(key)), createdAt.value());
            case Place.ByCapacity(var capacity, var createdAt) ->
                SearchPage.after(CircleSearchSchema.capacityKey(capacity, createdAt));
        };
    }

    private static Place place(SortBy sort, IndexedDocument<CircleView> last) {
        return switch (sort) {
            case CREATED -> new Place.ByCreation(last.createdAt());
            case NAME -> {
                var key = CircleSearchSchema.nameKey(
                        last.document().details().name().value());
                yield new Place.ByName(
                        KEY_ENCODER.encodeToString(Arrays.copyOf(key.bytes, key.length)), last.createdAt());
            }
            case CAPACITY ->
                new Place.ByCapacity(last.document().details().capacity().value(), last.createdAt());
        };
    }
}
