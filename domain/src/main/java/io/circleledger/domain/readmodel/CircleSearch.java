package io.circleledger.domain.readmodel;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.Place;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.PagedSearch;
import java.util.Optional;
import java.util.Set;

/** The read model that finds circles, living ones and others, by what they are, in the order that is asked for. */
public interface CircleSearch extends PagedSearch<Criteria, Place, CircleView> {

    /** What circles are put in order by; those of the same name or capacity by their creation. */
    enum SortBy {
        CREATED,
        NAME,
        CAPACITY
    }

    /**
     * Which circles, and in which order.
     *
     * @param statuses what has become of them; at least one
     * @param text the words that the name has somewhere, by their folding ({@link
     *     io.ledger.core.text.NameFolding}); empty for any name. A text without words is in every name.
     * @param minCapacity the least capacity
     * @param maxCapacity the largest capacity
     */
    record Criteria(
            Set<CircleStatus> statuses,
            Optional<String> text,
            int minCapacity,
            int maxCapacity,
            SortBy sort,
            boolean descending) {

        /** What is meant where nobody says. */
        public static final Set<CircleStatus> LIVING =
                Set.of(CircleStatus.ACTIVE, CircleStatus.SUSPENDED, CircleStatus.LAPSED);

        public Criteria {
            statuses = Set.copyOf(statuses);
        }

        /** Living circles. */
        public Criteria(Optional<String> text, int minCapacity, int maxCapacity, SortBy sort, boolean descending) {
            this(LIVING, text, minCapacity, maxCapacity, sort, descending);
        }

        /** Whether circles of any capacity are meant. */
        public boolean anyCapacity() {
            return minCapacity <= Capacity.MIN && maxCapacity >= Capacity.MAX;
        }
    }

    /** Where a page ended: the key of its last circle in the order that was asked for. */
    sealed interface Place {

        /** The last circle's place in the log, which puts those that are otherwise equal in order. */
        GlobalPosition createdAt();

        record ByCreation(GlobalPosition createdAt) implements Place {}

        /**
         * By name.
         *
         * @param key what the search makes of a name to put it in order, as Base64 for URLs
         */
        record ByName(String key, GlobalPosition createdAt) implements Place {}

        record ByCapacity(int capacity, GlobalPosition createdAt) implements Place {}
    }
}
