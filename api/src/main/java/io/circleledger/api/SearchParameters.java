package io.circleledger.api;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.Place;
import io.circleledger.domain.readmodel.CircleSearch.SortBy;
import io.ledger.core.text.NameFolding;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.PositiveInteger;
import io.ledger.http.request.AsOfParameters;
import io.ledger.http.request.Days;
import io.ledger.http.request.PageOrder;
import io.ledger.http.request.QueryParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parameters that ask for circles by what they are, or in another order than that of creation. */
final class SearchParameters {

    private static final String TEXT = "q";
    private static final String MIN_CAPACITY = "min_capacity";
    private static final String MAX_CAPACITY = "max_capacity";
    private static final String SORT = "sort";

    private static final String STATUS = "status";
    private static final String ALL = "all";

    static final List<String> NAMES =
            List.of(AsOfParameters.TIME, STATUS, TEXT, MIN_CAPACITY, MAX_CAPACITY, SORT, PageOrder.NAME);

    /** Those that may be given several times. */
    static final Set<String> REPEATABLE = Set.of(STATUS);

    /**
     * What is asked for.
     *
     * @param past when the circles were as they are asked for; empty for now
     */
    record CircleQuestion(Criteria criteria, Optional<PastTime> past) {}

    /** A time as it was given: all pages of a list name the same one. */
    record PastTime(String given, Instant time) {}

    private SearchParameters() {}

    /**
     * What is searched for; empty when it is the plain list: all living circles of now by their creation.
     *
     * <p>Where there is a fault, the value stands for it.
     */
    static Optional<CircleQuestion> of(QueryParameters parameters, NameFolding folding, Days days, Faults faults) {
        var past = parameters
                .get(AsOfParameters.TIME)
                .flatMap(given -> AsOfParameters.instant(given, days, faults).map(time -> new PastTime(given, time)));
        var statuses = statuses(parameters.all(STATUS), faults);
        var text = parameters.get(TEXT).map(given -> text(given, folding, faults));
        var min = parameters
                .get(MIN_CAPACITY)
                .map(given -> Math.max(Capacity.MIN, capacity(MIN_CAPACITY, given, 0, Capacity.MAX, faults)))
                .orElse(Capacity.MIN);
        var max = parameters
                .get(MAX_CAPACITY)
                .map(given ->
                        Math.min(Capacity.MAX, capacity(MAX_CAPACITY, given, Capacity.MIN, Integer.MAX_VALUE, faults)))
                .orElse(Capacity.MAX);
        if (min > max) {
            faults.add(Fault.parameter(
                    MIN_CAPACITY, "The least capacity is %d and above the largest, %d".formatted(min, max)));
        }
        var sort = parameters.get(SORT).map(given -> sort(given, faults)).orElse(SortBy.CREATED);
        var descending = PageOrder.of(parameters, faults).isDescending();
        var criteria = new Criteria(statuses, text, min, max, sort, descending);
        var isPlain = past.isEmpty()
                && statuses.equals(Criteria.LIVING)
                && text.isEmpty()
                && criteria.anyCapacity()
                && sort == SortBy.CREATED
                && !descending;
        return isPlain ? Optional.empty() : Optional.of(new CircleQuestion(criteria, past));
    }

    private static Set<CircleStatus> statuses(List<String> given, Faults faults) {
        var statuses = EnumSet.noneOf(CircleStatus.class);
        for (var name : given) {
            var meant = Stream.of(CircleStatus.values())
                    .filter(status -> name.equals(ALL) || name.equals(status.label()))
                    .toList();
            if (meant.isEmpty()) {
                faults.add(Fault.parameter(
                        STATUS,
                        "No circle has this status; use %s or all"
                                .formatted(Stream.of(CircleStatus.values())
                                        .map(CircleStatus::label)
                                        .collect(Collectors.joining(", ")))));
            }
            statuses.addAll(meant);
        }
        return statuses.isEmpty() ? Criteria.LIVING : statuses;
    }

    private static String text(String given, NameFolding folding, Faults faults) {
        var text = CircleName.trimmed(given);
        var characters = text.codePointCount(0, text.length());
        if (characters == 0) {
            faults.add(Fault.parameter(TEXT, "There is nothing to look for; give at least one character"));
        } else if (characters > ApiLimits.SEARCH_CHARACTERS) {
            faults.add(Fault.parameter(
                    TEXT,
                    "The text has %d characters; at most %d are allowed"
                            .formatted(characters, ApiLimits.SEARCH_CHARACTERS)));
        } else if (text.chars().anyMatch(Character::isISOControl)) {
            faults.add(Fault.parameter(TEXT, "The text has a control character, which no name has; remove it"));
        } else if (folding.words(text).isEmpty()) {
            faults.add(Fault.parameter(
                    TEXT, "The text has only characters that show nothing; give at least one that does"));
        }
        return text;
    }

    /** A bound beyond what circles have is as good as none; one that leaves no circle over is a fault. */
    private static int capacity(String name, String given, int least, int most, Faults faults) {
        var capacity = given.equals("0") ? Optional.of(0) : PositiveInteger.parse(given);
        return capacity.filter(number -> number >= least && number <= most).orElseGet(() -> {
            faults.add(Fault.parameter(
                    name,
                    "No circle is found by this; give a whole number, circles have a capacity from %d to %d"
                            .formatted(Capacity.MIN, Capacity.MAX)));
            return name.equals(MIN_CAPACITY) ? Capacity.MIN : Capacity.MAX;
        });
    }

    private static SortBy sort(String given, Faults faults) {
        for (var sort : SortBy.values()) {
            if (name(sort).equals(given)) {
                return sort;
            }
        }
        faults.add(Fault.parameter(SORT, "Circles are not sorted by this; use created, name or capacity"));
        return SortBy.CREATED;
    }

    private static String name(SortBy sort) {
        return switch (sort) {
            case CREATED -> "created";
            case NAME -> "name";
            case CAPACITY -> "capacity";
        };
    }

    /** The query of the page that follows. */
    static String next(CircleQuestion question, int limit, Place after) {
        var criteria = question.criteria();
        var query = new StringJoiner("&");
        question.past().ifPresent(past -> query.add(AsOfParameters.TIME + "=" + encoded(past.given())));
        if (!criteria.statuses().equals(Criteria.LIVING)) {
            criteria.statuses().stream().sorted().forEach(status -> query.add(STATUS + "=" + status.label()));
        }
        criteria.text().ifPresent(text -> query.add(TEXT + "=" + encoded(text)));
        if (criteria.minCapacity() != Capacity.MIN) {
            query.add(MIN_CAPACITY + "=" + criteria.minCapacity());
        }
        if (criteria.maxCapacity() != Capacity.MAX) {
            query.add(MAX_CAPACITY + "=" + criteria.maxCapacity());
        }
        query.add(SORT + "=" + name(criteria.sort()));
        query.add(PageOrder.NAME + "=" + (criteria.descending() ? PageOrder.DESCENDING : PageOrder.ASCENDING));
        query.add("limit=" + limit);
        query.add("cursor=" + SearchPlace.text(question, after));
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
