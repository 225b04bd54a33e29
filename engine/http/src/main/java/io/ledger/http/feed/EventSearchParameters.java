package io.ledger.http.feed;

import io.ledger.core.feed.EventSearch.EventCriteria;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.FeedPlace;
import io.ledger.http.HttpLimits;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.Days;
import io.ledger.http.request.PageOrder;
import io.ledger.http.request.QueryParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The parameters that look for events by whom and when, or from the newest on: for pages of the feed, not its streams. */
public final class EventSearchParameters {

    private static final String ACTOR = "actor";
    private static final String FROM = "from";
    private static final String TO = "to";
    /** The names of the parameters. */
    public static final List<String> NAMES = List.of(ACTOR, FROM, TO, PageOrder.NAME);

    private EventSearchParameters() {}

    /** What is looked for; empty when it is the feed as it is. Where there is a fault, the value stands for it. */
    public static Optional<EventCriteria> of(QueryParameters parameters, FeedFilter filter, Days days, Faults faults) {
        var actor = parameters.get(ACTOR).map(text -> actor(text, faults));
        var from = time(FROM, parameters, days::first, days, faults);
        var to = time(TO, parameters, days::last, days, faults);
        if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
            faults.add(Fault.parameter(FROM, "The time is after the one of to; give an earlier one"));
        }
        var isNewestFirst = PageOrder.of(parameters, faults).isDescending();
        var isFeed = actor.isEmpty() && from.isEmpty() && to.isEmpty() && !isNewestFirst;
        return isFeed ? Optional.empty() : Optional.of(new EventCriteria(filter, actor, from, to, isNewestFirst));
    }

    private static String actor(String text, Faults faults) {
        var characters = text.codePointCount(0, text.length());
        if (characters == 0 || characters > HttpLimits.ACTOR_CHARACTERS) {
            faults.add(Fault.parameter(
                    ACTOR,
                    "The actor has %d characters; give 1 to %d".formatted(characters, HttpLimits.ACTOR_CHARACTERS)));
        }
        return text;
    }

    private static Optional<Instant> time(
            String name,
            QueryParameters parameters,
            Function<String, Optional<Instant>> parser,
            Days days,
            Faults faults) {
        return parameters.get(name).flatMap(text -> {
            var time = parser.apply(text);
            if (time.isEmpty()) {
                faults.add(Fault.parameter(name, days.fault()));
            }
            return time;
        });
    }

    /**
     * The query of the page that follows.
     *
     * @param filter as {@link FeedFilterParameters#query} writes it
     */
    public static String next(EventCriteria criteria, String filter, int limit, FeedPlace after) {
        var query = new StringBuilder("after=%s&limit=%d".formatted(after, limit)).append(filter);
        criteria.actor().ifPresent(actor -> append(query, ACTOR, actor));
        criteria.from().ifPresent(time -> append(query, FROM, time.toString()));
        criteria.to().ifPresent(time -> append(query, TO, time.toString()));
        if (criteria.newestFirst()) {
            append(query, PageOrder.NAME, PageOrder.DESCENDING.toString());
        }
        return query.toString();
    }

    private static void append(StringBuilder query, String name, String value) {
        query.append('&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
    }
}
