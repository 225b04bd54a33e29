package io.circleledger.query;

import io.circleledger.domain.readmodel.CircleSearch;
import io.circleledger.domain.readmodel.CircleSearch.CircleHits;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.Place;
import io.ledger.core.document.Projection;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.Freshness;
import java.util.Optional;

/**
 * Finds circles by what they are, under the same promise as every list: what this server has shown is
 * in the answer, and so is everything up to the position that is asked for.
 */
public final class SearchQueries {

    private final CircleSearch search;
    private final Freshness freshness;
    private final Projection source;

    /** @param source of what is searched */
    public SearchQueries(CircleSearch search, Freshness freshness, Projection source) {
        this.search = search;
        this.freshness = freshness;
        this.source = source;
    }

    /**
     * Finds circles.
     *
     * @param after where the page before ended; empty for the first
     * @param limit 1 to {@link io.ledger.core.document.DocumentReader#MAX_PAGE}
     * @throws io.ledger.core.read.ReadModelBehindException when the index did not get to what is needed in time
     * @throws io.ledger.core.StoreUnavailableException when the index does not answer
     */
    public CircleHits find(Criteria criteria, Optional<Place> after, int limit, GlobalPosition atLeast) {
        return freshness.readAtLeast(
                () -> search.page(criteria, after, limit), CircleHits::completeTo, atLeast, source);
    }
}
