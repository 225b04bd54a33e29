package io.circleledger.api;

import io.circleledger.query.HistoryQueries;
import io.helidon.http.HeaderNames;
import java.util.List;

/** Tells how a circle came to be as it is: its events, and who set what. */
public final class HistoryRoutes extends RouteGroup {

    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";

    private final HistoryQueries queries;

    public HistoryRoutes(HistoryQueries queries) {
        this.queries = queries;
    }

    @Override
    void addTo(Routes routes) {
        routes.add("GET", "/circle/{id}/events", this::events).add("GET", "/circle/{id}/blame", this::blame);
    }

    private Answer events(Call call) {
        var id = CircleRoutes.circleId(call);
        var faults = new Faults();
        var parameters = QueryParameters.of(call, List.of(LIMIT, CURSOR), faults);
        var limit = parameters
                .get(LIMIT)
                .map(text -> CircleRoutes.limit(text, faults))
                .orElse(ApiLimits.PAGE_DEFAULT);
        var after = parameters.get(CURSOR).map(text -> after(text, faults)).orElse(0);
        var seen = LedgerPosition.seenBy(call, faults);
        faults.refuseIfAny();
        return HistoryAnswers.events(
                id, queries.events(id, after, limit, seen), limit, call.headerLines(HeaderNames.IF_NONE_MATCH));
    }

    private static int after(String text, Faults faults) {
        return Cursor.parse(Cursor.Kind.EVENTS, text)
                .filter(version -> version <= Integer.MAX_VALUE)
                .map(Long::intValue)
                .orElseGet(() -> {
                    faults.add(Fault.parameter(
                            CURSOR, "The cursor is not one of a history; follow the link with rel=\"next\""));
                    return 0;
                });
    }

    private Answer blame(Call call) {
        var id = CircleRoutes.circleId(call);
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        var seen = LedgerPosition.seenBy(call, faults);
        faults.refuseIfAny();
        return HistoryAnswers.blame(id, queries.blame(id, seen), call.headerLines(HeaderNames.IF_NONE_MATCH));
    }
}
