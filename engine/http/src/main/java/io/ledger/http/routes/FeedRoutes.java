package io.ledger.http.routes;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.ledger.core.feed.EventSearch.EventCriteria;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.FeedPlace;
import io.ledger.core.read.EventSearchQueries;
import io.ledger.core.read.FeedPage;
import io.ledger.core.read.FeedQueries;
import io.ledger.http.HttpLimits;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.EntityTag;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.Reply;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.answer.StreamedAnswer;
import io.ledger.http.feed.CloudEventCodec;
import io.ledger.http.feed.EventSearchParameters;
import io.ledger.http.feed.EventStream;
import io.ledger.http.feed.FeedFilterParameters;
import io.ledger.http.feed.FeedNames;
import io.ledger.http.request.AcceptHeader;
import io.ledger.http.request.Call;
import io.ledger.http.request.Days;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.request.PageSize;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import io.ledger.http.transport.ClientConnection;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells of all events: a page of them, or as they happen. */
public final class FeedRoutes implements RouteGroup {

    public static final String BATCH = "application/cloudevents-batch+json";
    public static final String STREAM = "text/event-stream";
    public static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");

    private static final String AFTER = "after";

    private static final List<Header> VARIES = List.of(HeaderValues.createCached(HeaderNames.VARY, "Accept"));

    /** What a proxy would collect, or compress, would not be a stream; nginx knows the first by a name of its own. */
    private static final List<Header> STREAMED = List.of(
            VARIES.getFirst(),
            HeaderValues.createCached("X-Accel-Buffering", "no"),
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store, no-transform"));

    private final FeedQueries queries;
    private final EventSearchQueries searches;
    private final FeedFilterParameters filters;
    private final List<String> pageParameters;
    private final List<String> streamParameters;
    private final Days days;
    private final Duration silence;

    /**
     * @param names what the events are of
     * @param zone where a date is a day
     */
    public FeedRoutes(FeedQueries queries, EventSearchQueries searches, FeedNames names, ZoneId zone) {
        this(queries, searches, names, zone, HttpLimits.STREAM_SILENCE);
    }

    /** @param silence how long a stream is silent when there is nothing to tell */
    public FeedRoutes(
            FeedQueries queries, EventSearchQueries searches, FeedNames names, ZoneId zone, Duration silence) {
        this.queries = queries;
        this.searches = searches;
        this.filters = new FeedFilterParameters(names);
        this.streamParameters =
                Stream.concat(Stream.of(AFTER), filters.names().stream()).toList();
        this.pageParameters = Stream.of(List.of(AFTER, PageSize.NAME), filters.names(), EventSearchParameters.NAMES)
                .flatMap(List::stream)
                .toList();
        this.days = new Days(zone);
        this.silence = silence;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", "/events", RouteKind.PAGE, this::events);
    }

    /** HEAD asks about the batch, whatever it accepts: a stream has no length to tell. */
    private Reply events(Call call) {
        var isStream = !call.request().prologue().method().text().equals("HEAD")
                && AcceptHeader.asksFor(STREAM, BATCH, call.headerLines(HeaderNames.ACCEPT));
        return isStream ? stream(call) : batch(call);
    }

    private Answer batch(Call call) {
        var faults = new Faults();
        var parameters = QueryParameters.of(call, pageParameters, Set.of(FeedFilterParameters.TYPE), faults);
        var after = after(parameters, faults);
        var limit = PageSize.of(parameters, faults);
        var filter = filters.of(parameters, faults);
        var criteria = EventSearchParameters.of(parameters, filter, days, faults);
        var seen = LedgerPosition.seenBy(call, faults);
        faults.refuseIfAny();
        if (criteria.isPresent()) {
            var from = parameters.get(AFTER).map(_ -> after);
            var page = searches.find(criteria.get(), from, limit, seen);
            return answer(page, criteria.get(), limit, call.headerLines(HeaderNames.IF_NONE_MATCH));
        }
        return answer(
                queries.page(after, filter, limit, seen), filter, limit, call.headerLines(HeaderNames.IF_NONE_MATCH));
    }

    private Answer answer(FeedPage page, FeedFilter filter, int limit, List<String> ifNoneMatch) {
        var body = page.events().stream().map(CloudEventCodec::encode).collect(Collectors.joining(",", "[", "]"));
        var link = page.next().map(next -> link(next, filter, limit));
        var answer = new Answer(200, VARIES, BATCH, body);
        // The last page grows, even a full one: its link to the next is yet to come.
        var kept = page.isFinal() ? answer.forEver() : answer.revalidated();
        var linked = link.map(target -> kept.with(HeaderNames.LINK, target)).orElse(kept);
        return LedgerPosition.on(linked.tagged(EntityTag.of(body + link.orElse("")), ifNoneMatch), page.completeTo());
    }

    private Answer answer(
            EventSearchQueries.EventSearchPage page, EventCriteria criteria, int limit, List<String> ifNoneMatch) {
        var body = page.events().stream().map(CloudEventCodec::encode).collect(Collectors.joining(",", "[", "]"));
        var link = page.next()
                .map(next -> "</events?"
                        + EventSearchParameters.next(criteria, filters.query(criteria.filter()), limit, next)
                        + ">; rel=\"next\"");
        var answer = new Answer(200, VARIES, BATCH, body).revalidated();
        var linked = link.map(target -> answer.with(HeaderNames.LINK, target)).orElse(answer);
        return LedgerPosition.on(linked.tagged(EntityTag.of(body + link.orElse("")), ifNoneMatch), page.completeTo());
    }

    private String link(FeedPlace next, FeedFilter filter, int limit) {
        return "</events?after=%s&limit=%d%s>; rel=\"next\"".formatted(next, limit, filters.query(filter));
    }

    private StreamedAnswer stream(Call call) {
        var faults = new Faults();
        var parameters = QueryParameters.of(call, streamParameters, Set.of(FeedFilterParameters.TYPE), faults);
        var asked = after(parameters, faults);
        // A browser that comes back asks with the same address: what it has heard of is in the header.
        var after = lastEventId(call, faults).orElse(asked);
        var filter = filters.of(parameters, faults);
        var seen = LedgerPosition.seenBy(call, faults);
        faults.refuseIfAny();
        var begin = queries.beginning(after, seen);
        if (!ClientConnection.current().listens()) {
            throw new Refusal(Problem.of(
                            ServerProblem.SERVER_BUSY,
                            "%d listen from this address already; close one of those, or share its events."
                                    .formatted(HttpLimits.STREAMS_PER_ADDRESS))
                    .retryLater());
        }
        var listener = queries.listen(begin, filter)
                .orElseThrow(() -> new Refusal(Problem.of(
                                ServerProblem.SERVER_BUSY,
                                "As many listen as this server takes, or it is stopping; try again in a moment.")
                        .retryLater()));
        return new StreamedAnswer(STREAMED, STREAM, new EventStream(listener, after, silence));
    }

    private static FeedPlace after(QueryParameters parameters, Faults faults) {
        return parameters
                .get(AFTER)
                .map(text -> FeedPlace.parse(text).orElseGet(() -> {
                    faults.add(Fault.parameter(
                            AFTER,
                            "The place to go on after must be 0, the position of an event, or an id of the stream such"
                                    + " as 1406-0f3e9b71"));
                    return FeedPlace.START;
                }))
                .orElse(FeedPlace.START);
    }

    /** An empty one is as good as none: so a client may say that it has heard of nothing yet. */
    private static Optional<FeedPlace> lastEventId(Call call, Faults faults) {
        var lines = call.headerLines(LAST_EVENT_ID).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        var place = lines.size() == 1 ? FeedPlace.parse(lines.getFirst()) : Optional.<FeedPlace>empty();
        if (place.isEmpty()) {
            faults.add(Fault.header(
                    LAST_EVENT_ID.defaultCase(),
                    "Last-Event-ID is not an id of this stream; send the last id as you received it"));
        }
        return place;
    }
}
