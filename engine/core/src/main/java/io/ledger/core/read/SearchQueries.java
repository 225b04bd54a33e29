package io.ledger.core.read;

import io.ledger.core.document.Projection;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Finds documents by what they are, under the same promise as every list: what this server has shown is
 * in the answer, and so is everything up to the position that is asked for.
 *
 * @param <C> which documents, and in which order
 * @param <P> where a page ended
 * @param <D> a document
 */
public final class SearchQueries<C, P, D> {

    /** Documents as they were. */
    public interface PastSearches<C, P, D> {

        /**
         * What finds documents as they were at a time.
         *
         * @throws io.ledger.core.read.PositionUnknownException when the log ends before {@code atLeast}
         * @throws io.ledger.core.read.PastTooLargeException when that would take too much
         * @throws io.ledger.core.StoreUnavailableException when the log does not answer, or others are served first
         */
        Complete<? extends PagedSearch<C, P, D>> at(Instant time, GlobalPosition atLeast);
    }

    private final PagedSearch<C, P, D> search;
    private final PastSearches<C, P, D> past;
    private final InstantSource clock;
    private final Freshness freshness;
    private final Projection source;

    /** @param source of what is searched */
    public SearchQueries(
            PagedSearch<C, P, D> search,
            PastSearches<C, P, D> past,
            InstantSource clock,
            Freshness freshness,
            Projection source) {
        this.search = search;
        this.past = past;
        this.clock = clock;
        this.freshness = freshness;
        this.source = source;
    }

    /**
     * Finds documents.
     *
     * @param after where the page before ended; empty for the first
     * @param limit 1 to {@link io.ledger.core.document.DocumentReader#MAX_PAGE}
     * @throws io.ledger.core.read.ReadModelBehindException when the index did not get to what is needed in time
     * @throws io.ledger.core.StoreUnavailableException when the index does not answer
     */
    public SearchHits<D, P> find(C criteria, Optional<P> after, int limit, GlobalPosition atLeast) {
        return freshness.readAtLeast(
                () -> search.page(criteria, after, limit), SearchHits::completeTo, atLeast, source);
    }

    /**
     * Finds documents as they were at a time. One that is not past is the present.
     *
     * @param after where the page before ended; empty for the first
     * @param limit 1 to {@link io.ledger.core.document.DocumentReader#MAX_PAGE}
     * @throws io.ledger.core.read.PositionUnknownException when the log ends before {@code atLeast}
     * @throws io.ledger.core.read.PastTooLargeException when that would take too much
     * @throws io.ledger.core.StoreUnavailableException when the log does not answer, or others are served first
     */
    public SearchHits<D, P> findAsOf(Instant time, C criteria, Optional<P> after, int limit, GlobalPosition atLeast) {
        if (!time.isBefore(clock.instant())) {
            return find(criteria, after, limit, atLeast);
        }
        var then = past.at(time, atLeast);
        var hits = then.value().page(criteria, after, limit);
        return new SearchHits<>(then.completeTo(), hits.documents(), hits.next(), hits.total());
    }
}
