package io.circleledger.api;

import io.circleledger.domain.readmodel.CircleSearch;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.Place;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentReader.Listed;
import io.ledger.core.read.SearchHits;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** A search through all circles of the views, which has regard for neither case nor anything finer. */
final class InMemorySearch implements CircleSearch {

    private final Supplier<DocumentReader.Page<CircleView>> circles;

    /** @param circles all that there ever were */
    InMemorySearch(Supplier<DocumentReader.Page<CircleView>> circles) {
        this.circles = circles;
    }

    @Override
    public SearchHits<CircleView, Place> page(Criteria criteria, Optional<Place> after, int limit) {
        var all = circles.get();
        var order = order(criteria);
        var found = all.entries().stream()
                .filter(listed -> matches(criteria, view(listed)))
                .map(listed -> place(criteria.sort(), listed))
                .sorted(order)
                .filter(place ->
                        after.map(last -> order.compare(place, last) > 0).orElse(true))
                .toList();
        var shown = found.subList(0, Math.min(limit, found.size()));
        var circles = shown.stream()
                .map(place -> all.entries().stream()
                        .filter(listed -> listed.createdAt().equals(place.createdAt()))
                        .map(InMemorySearch::view)
                        .findFirst()
                        .orElseThrow())
                .toList();
        return new SearchHits<>(
                all.completeTo(),
                circles,
                found.size() > limit ? Optional.of(shown.getLast()) : Optional.empty(),
                all.entries().stream()
                        .filter(listed -> matches(criteria, view(listed)))
                        .count());
    }

    private static CircleView view(Listed<CircleView> listed) {
        return listed.document().orElseThrow();
    }

    private static boolean matches(Criteria criteria, CircleView view) {
        return criteria.statuses().contains(view.status())
                && criteria.text()
                        .map(text -> folded(view.details().name().value()).contains(folded(text)))
                        .orElse(true)
                && view.details().capacity().value() >= criteria.minCapacity()
                && view.details().capacity().value() <= criteria.maxCapacity();
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static Place place(SortBy sort, Listed<CircleView> listed) {
        return switch (sort) {
            case CREATED -> new Place.ByCreation(listed.createdAt());
            case NAME ->
                new Place.ByName(
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(
                                        folded(view(listed).details().name().value())
                                                .getBytes(StandardCharsets.UTF_8)),
                        listed.createdAt());
            case CAPACITY ->
                new Place.ByCapacity(view(listed).details().capacity().value(), listed.createdAt());
        };
    }

    private static Comparator<Place> order(Criteria criteria) {
        var order = Comparator.<Place, String>comparing(InMemorySearch::key)
                .thenComparingLong(place -> place.createdAt().value());
        return criteria.descending() ? order.reversed() : order;
    }

    private static String key(Place place) {
        return switch (place) {
            case Place.ByCreation _ -> "";
            case Place.ByName named -> new String(Base64.getUrlDecoder().decode(named.key()), StandardCharsets.UTF_8);
            case Place.ByCapacity sized -> "%05d".formatted(sized.capacity());
        };
    }
}
