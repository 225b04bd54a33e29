package io.ledger.http.history;

import io.helidon.http.HeaderNames;
import io.ledger.core.StreamId;
import io.ledger.core.read.HistoryQueries;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Refusal;
import io.ledger.http.request.Call;
import io.ledger.http.request.Cursor;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.request.PageOrder;
import io.ledger.http.request.PageSize;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import java.util.List;

/** Tells how a stream came to be as it is: its events, and who set what. */
public final class HistoryRoutes<S, E> implements RouteGroup {

    /** Events of a stream by version. */
    private static final Cursor.Walk OLDEST_FIRST = new Cursor.Walk("e1:");

    /** The same, newest first. */
    static final Cursor.Walk NEWEST_FIRST = new Cursor.Walk("e2:");

    private static final String CURSOR = "cursor";

    private final HistoryQueries<S, E> queries;
    private final HistoryNames<E> names;
    private final HistoryDocuments<E> documents;

    /** @param names what the streams are called */
    public HistoryRoutes(HistoryQueries<S, E> queries, HistoryNames<E> names) {
        this.queries = queries;
        this.names = names;
        this.documents = new HistoryDocuments<>(names);
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", names.path() + "/{id}/events", RouteKind.PAGE, this::events)
                .add("GET", names.path() + "/{id}/blame", this::blame);
    }

    private StreamId stream(Call call) {
        // An id of any other shape is one that no stream has.
        return StreamId.parse(names.category(), call.segment("id"))
                .orElseThrow(() -> new Refusal(names.unknown().get()));
    }

    private Answer events(Call call) {
        var id = stream(call);
        var faults = new Faults();
        var parameters = QueryParameters.of(call, List.of(PageSize.NAME, CURSOR, PageOrder.NAME), faults);
        var limit = PageSize.of(parameters, faults);
        var order = PageOrder.of(parameters, faults);
        var kind = order.isDescending() ? NEWEST_FIRST : OLDEST_FIRST;
        var from = parameters.get(CURSOR).map(text -> version(kind, text, faults));
        var seen = LedgerPosition.seenBy(call, faults);
        faults.refuseIfAny();
        var page = order.isDescending()
                ? queries.newestEvents(id, from.orElse(Integer.MAX_VALUE), limit, seen)
                : queries.events(id, from.orElse(0), limit, seen);
        return documents.events(id, page, limit, kind, call.headerLines(HeaderNames.IF_NONE_MATCH));
    }

    private static int version(Cursor.Walk kind, String text, Faults faults) {
        return Cursor.parse(kind, text)
                .filter(version -> version <= Integer.MAX_VALUE)
                .map(Long::intValue)
                .orElseGet(() -> {
                    faults.add(Fault.parameter(
                            CURSOR,
                            "The cursor is not one of a history in this order; follow the link with rel=\"next\""));
                    return 0;
                });
    }

    private Answer blame(Call call) {
        var id = stream(call);
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        var seen = LedgerPosition.seenBy(call, faults);
        faults.refuseIfAny();
        return documents.blame(id, queries.blame(id, seen), call.headerLines(HeaderNames.IF_NONE_MATCH));
    }
}
