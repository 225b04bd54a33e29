package io.circleledger.api;

import io.circleledger.api.SearchParameters.CircleQuestion;
import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.Place;
import io.ledger.http.answer.PositiveInteger;
import io.ledger.http.request.SearchCursor;
import java.util.Base64;
import java.util.Optional;

/** Where a page of a search for circles goes on, as the text of a cursor. */
final class SearchPlace {

    private SearchPlace() {}

    static String text(CircleQuestion question, Place place) {
        var key = switch (place) {
            case Place.ByCreation _ -> "";
            case Place.ByName named -> named.key();
            case Place.ByCapacity sized -> Integer.toString(sized.capacity());
        };
        return new SearchCursor(place.createdAt(), key).text(asked(question));
    }

    /** The place, or empty when the text is no cursor that this server gave for the same search. */
    static Optional<Place> parse(CircleQuestion question, String text) {
        return SearchCursor.parse(asked(question), text, ApiLimits.SEARCH_CURSOR_CHARACTERS)
                .flatMap(cursor -> place(question.criteria(), cursor));
    }

    private static Optional<Place> place(Criteria criteria, SearchCursor cursor) {
        return switch (criteria.sort()) {
            case CREATED ->
                cursor.key().isEmpty() ? Optional.of(new Place.ByCreation(cursor.createdAt())) : Optional.empty();
            case NAME ->
                isBase64(cursor.key())
                        ? Optional.of(new Place.ByName(cursor.key(), cursor.createdAt()))
                        : Optional.empty();
            case CAPACITY ->
                PositiveInteger.parse(cursor.key())
                        .filter(capacity -> capacity <= Capacity.MAX)
                        .map(capacity -> new Place.ByCapacity(capacity, cursor.createdAt()));
        };
    }

    private static boolean isBase64(String key) {
        try {
            var _ = Base64.getUrlDecoder().decode(key);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String asked(CircleQuestion question) {
        var criteria = question.criteria();
        var asked = String.join(
                "\n",
                criteria.sort().name(),
                Boolean.toString(criteria.descending()),
                Integer.toString(criteria.minCapacity()),
                Integer.toString(criteria.maxCapacity()),
                criteria.text().orElse(""));
        if (!criteria.statuses().equals(Criteria.LIVING)) {
            asked += "\n" + criteria.statuses().stream().sorted().toList();
        }
        if (question.past().isPresent()) {
            asked += "\nas of " + question.past().get().time();
        }
        return asked;
    }
}
