package io.circleledger.query;

import io.circleledger.domain.readmodel.CircleSearch;
import io.circleledger.domain.readmodel.CircleSearch.CircleHits;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.Place;
import io.ledger.core.document.Projection;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.Freshness;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Finds circles by what they are, under the same promise as every list: what this server has shown is
 * in the answer, and so is everything up to the position that is asked for.
 */
public final class SearchQueries {

    /** Circles as they were. */
    public interface PastCircles {

        /**
         * What finds circles as they were at a time.
         *
         * @throws io.ledger.core.read.PositionUnknownException when the log ends before {@code atLeast}
         * @throws io.ledger.core.read.PastTooLargeException when that would take too much
         * @throws io.ledger.core.StoreUnavailableException when the log does not answer, or others are served first
         */
        Complete<CircleSearch> at(Instant time, GlobalPosition atLeast);
    }

    private final CircleSearch search;
    private final PastCircles past;
    private final InstantSource clock;
    private final Freshness freshness;
    private final Projection source;

    /** @param source of what is searched */
    public SearchQueries(
            CircleSearch search, PastCircles past, InstantSource clock, Freshness freshness, Projection source) {
        this.search = search;
        this.past = past;
        this.clock = clock;
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

    /**
     * Finds circles as they were at a time. One that is not past is the present.
     *
     * @param after where the page before ended; empty for the first
     * @param limit 1 to {@link io.ledger.core.document.DocumentReader#MAX_PAGE}
     * @throws io.ledger.core.read.PositionUnknownException when the log ends before {@code atLeast}
     * @throws io.ledger.core.read.PastTooLargeException when that would take too much
     * @throws io.ledger.core.StoreUnavailableException when the log does not answer, or others are served first
     */
    public CircleHits findAsOf(
            Instant time, Criteria criteria, Optional<Place> after, int limit, GlobalPosition atLeast) {
        if (!time.isBefore(clock.instant())) {
            return find(criteria, after, limit, atLeast);
        }
        var circles = past.at(time, atLeast);
        var hits = circles.value().page(criteria, after, limit);
        return new CircleHits(circles.completeTo(), hits.circles(), hits.next(), hits.total());
    }
}
