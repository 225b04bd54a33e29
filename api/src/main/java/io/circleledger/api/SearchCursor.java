package io.circleledger.api;

import io.circleledger.api.SearchParameters.CircleQuestion;
import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.Place;
import io.ledger.core.Sha256;
import io.ledger.core.log.GlobalPosition;
import io.ledger.http.answer.PositiveInteger;
import io.ledger.http.request.LedgerPosition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page of a search goes on, as a text that clients hand back and do not look into.
 *
 * <p>It is of one search: a fingerprint of what was asked for is in it, so that it does not go on in
 * another order, or among other circles.
 */
final class SearchCursor {

    private static final String PREFIX = "s2";

    private static final int FINGERPRINT_DIGITS = 16;

    private SearchCursor() {}

    static String of(CircleQuestion question, Place place) {
        var key = switch (place) {
            case Place.ByCreation _ -> "";
            case Place.ByName named -> named.key();
            case Place.ByCapacity sized -> Integer.toString(sized.capacity());
        };
        var content = String.join(
                ":", PREFIX, fingerprint(question), place.createdAt().toString(), key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    }

    /** The place, or empty when the text is no cursor that this server gave for the same search. */
    static Optional<Place> parse(CircleQuestion question, String text) {
        if (text.length() > ApiLimits.SEARCH_CURSOR_CHARACTERS) {
            return Optional.empty();
        }
        byte[] decoded;
        try {
            decoded = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        var parts = new String(decoded, StandardCharsets.UTF_8).split(":", 4);
        if (parts.length != 4) {
            return Optional.empty();
        }
        return LedgerPosition.parse(parts[2])
                .flatMap(createdAt -> place(question.criteria(), createdAt, parts[3]))
                .filter(place -> of(question, place).equals(text));
    }

    private static Optional<Place> place(Criteria criteria, GlobalPosition createdAt, String key) {
        return switch (criteria.sort()) {
            case CREATED -> Optional.of(new Place.ByCreation(createdAt));
            case NAME -> isBase64(key) ? Optional.of(new Place.ByName(key, createdAt)) : Optional.empty();
            case CAPACITY ->
                PositiveInteger.parse(key)
                        .filter(capacity -> capacity <= Capacity.MAX)
                        .map(capacity -> new Place.ByCapacity(capacity, createdAt));
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

    private static String fingerprint(CircleQuestion question) {
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
        return Sha256.hex(asked, FINGERPRINT_DIGITS);
    }
}
