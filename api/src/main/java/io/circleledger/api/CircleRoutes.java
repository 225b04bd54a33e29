package io.circleledger.api;

import io.circleledger.api.SearchParameters.CircleQuestion;
import io.circleledger.command.CircleCommands;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.NameFolding;
import io.circleledger.domain.circle.Reason;
import io.circleledger.query.CircleQueries;
import io.circleledger.query.SearchQueries;
import io.helidon.http.HeaderNames;
import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.HistoryQueries;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.EntityTag;
import io.ledger.http.answer.EntityTag.IfMatch;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.PositiveInteger;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.request.Call;
import io.ledger.http.request.Cursor;
import io.ledger.http.request.Days;
import io.ledger.http.request.IdempotencyHeader;
import io.ledger.http.request.JsonBody;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.request.PageSize;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be done with circles: create, read, list, change, dissolve. */
public final class CircleRoutes implements RouteGroup {

    /** Circles by the position of their creation. */
    static final Cursor.Walk BY_CREATION = new Cursor.Walk("c1:");

    private static final String CURSOR = "cursor";
    private static final String VERSION = "version";
    private static final String REASON = "reason";

    private static final List<String> LIST = Stream.concat(
                    Stream.of(PageSize.NAME, CURSOR), SearchParameters.NAMES.stream())
            .toList();

    private final CircleCommands commands;
    private final CircleQueries queries;
    private final SearchQueries searches;
    private final HistoryQueries<Circle, CircleEvent> histories;
    private final NameFolding folding;
    private final Days days;

    /**
     * @param folding by which names are found
     * @param zone where a date is a day
     */
    public CircleRoutes(
            CircleCommands commands,
            CircleQueries queries,
            SearchQueries searches,
            HistoryQueries<Circle, CircleEvent> histories,
            NameFolding folding,
            ZoneId zone) {
        this.commands = commands;
        this.queries = queries;
        this.searches = searches;
        this.histories = histories;
        this.folding = folding;
        this.days = new Days(zone);
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", "/circle", RouteKind.PAGE, this::list)
                .add("POST", "/circle", RouteKind.WITH_BODY, this::create)
                .add("GET", "/circle/{id}", this::find)
                .add("PUT", "/circle/{id}", RouteKind.WITH_BODY, this::update)
                .add("DELETE", "/circle/{id}", this::dissolve);
    }

    private Answer create(Call call) {
        var body = JsonBody.read(call);
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        var fields = CircleFields.forCreation(body, faults);
        var key = IdempotencyHeader.of(call, faults);
        faults.refuseIfAny();
        var outcome = commands.create(CircleDetails.from(fields.change()), request(call, fields.reason(), key));
        return CircleAnswers.created(outcome);
    }

    private Answer update(Call call) {
        var id = circleId(call);
        var body = JsonBody.read(call);
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        var fields = CircleFields.forUpdate(body, faults);
        var ifMatch = EntityTag.ifMatch(call.headerLines(HeaderNames.IF_MATCH));
        var precondition = precondition(ifMatch, fields.version(), "#/version", faults);
        var key = IdempotencyHeader.of(call, faults);
        faults.refuseIfAny();
        var outcome = commands.update(
                id,
                precondition.orElseThrow(CircleRoutes::versionMissing),
                fields.change(),
                request(call, fields.reason(), key));
        return CircleAnswers.updated(outcome, ifMatch);
    }

    private Answer dissolve(Call call) {
        var id = circleId(call);
        var faults = new Faults();
        var parameters = QueryParameters.of(call, List.of(VERSION, REASON), faults);
        var version = parameters.get(VERSION).flatMap(text -> version(text, faults));
        var reason = parameters.get(REASON).flatMap(text -> reason(text, faults));
        var ifMatch = EntityTag.ifMatch(call.headerLines(HeaderNames.IF_MATCH));
        var precondition = precondition(ifMatch, version, "?version", faults);
        var key = IdempotencyHeader.of(call, faults);
        faults.refuseIfAny();
        var outcome = commands.dissolve(
                id, precondition.orElseThrow(CircleRoutes::versionMissing), request(call, reason, key));
        return CircleAnswers.dissolved(outcome, ifMatch);
    }

    private static Optional<Reason> reason(String text, Faults faults) {
        return switch (Reason.parse(text)) {
            case Parsed.Valid<Reason>(var reason) -> Optional.of(reason);
            case Parsed.Invalid<Reason>(var fault) -> {
                faults.add(Fault.parameter(REASON, fault));
                yield Optional.empty();
            }
        };
    }

    private static Request request(Call call, Optional<Reason> reason, Optional<IdempotencyKey> key) {
        var metadata = call.metadata();
        return new Request(reason.map(Reason::value).map(metadata::because).orElse(metadata), key);
    }

    private Answer find(Call call) {
        var id = circleId(call);
        var faults = new Faults();
        var asOf = AsOfParameters.of(QueryParameters.of(call, AsOfParameters.NAMES, faults), days, faults);
        var seen = LedgerPosition.seenBy(call, faults);
        faults.refuseIfAny();
        var ifNoneMatch = call.headerLines(HeaderNames.IF_NONE_MATCH);
        return asOf.map(past -> HistoryAnswers.past(id, histories.find(id, past, seen), ifNoneMatch))
                .orElseGet(() -> CircleAnswers.found(id, queries.find(id, seen), ifNoneMatch));
    }

    private Answer list(Call call) {
        var faults = new Faults();
        var parameters = QueryParameters.of(call, LIST, SearchParameters.REPEATABLE, faults);
        var limit = PageSize.of(parameters, faults);
        var seen = LedgerPosition.seenBy(call, faults);
        var cursor = parameters.get(CURSOR);
        var question = SearchParameters.of(parameters, folding, days, faults);
        if (question.isPresent()) {
            return search(question.get(), cursor, limit, seen, faults);
        }
        var after = cursor.map(text -> after(text, faults)).orElse(GlobalPosition.START);
        faults.refuseIfAny();
        return CircleAnswers.listed(queries.list(after, limit, seen), limit);
    }

    private Answer search(
            CircleQuestion question, Optional<String> cursor, int limit, GlobalPosition seen, Faults faults) {
        var after = cursor.flatMap(text -> SearchCursor.parse(question, text));
        if (cursor.isPresent() && after.isEmpty()) {
            faults.add(Fault.parameter(
                    CURSOR, "The cursor is not one of this search; follow the link with rel=\"next\" as it is"));
        }
        faults.refuseIfAny();
        var criteria = question.criteria();
        var hits = question.past()
                .map(past -> searches.findAsOf(past.time(), criteria, after, limit, seen))
                .orElseGet(() -> searches.find(criteria, after, limit, seen));
        return CircleAnswers.searched(question, hits, limit);
    }

    static StreamId circleId(Call call) {
        // An id of any other shape is one that no circle has.
        return Circles.parse(call.segment("id")).orElseThrow(() -> new Refusal(CircleAnswers.unknownCircle()));
    }

    private static Optional<Integer> version(String text, Faults faults) {
        var version = PositiveInteger.parse(text);
        if (version.isEmpty()) {
            faults.add(Fault.parameter(VERSION, "The version must be a whole number from 1 to " + Integer.MAX_VALUE));
        }
        return version;
    }

    private static GlobalPosition after(String text, Faults faults) {
        return Cursor.parse(BY_CREATION, text).map(GlobalPosition::new).orElseGet(() -> {
            faults.add(
                    Fault.parameter(CURSOR, "The cursor is not one of this list; follow the link with rel=\"next\""));
            return GlobalPosition.START;
        });
    }

    /** What the caller asks of the circle's version, empty when that is nothing. */
    private static Optional<Precondition> precondition(
            IfMatch ifMatch, Optional<Integer> version, String pointer, Faults faults) {
        var named = version.<Precondition>map(it -> new Precondition.Exactly(new ExpectedVersion(it)));
        return switch (ifMatch) {
            case IfMatch.NoCondition() -> named;
            case IfMatch.Wildcard() -> named.or(() -> Optional.of(new Precondition.AnyVersion()));
            case IfMatch.Tags tags -> {
                var versions = tags.versions();
                if (version.filter(it -> !versions.contains(it)).isPresent()) {
                    faults.add(new Fault(pointer, "The version is not that of If-Match; send one of the two"));
                }
                yield named.or(() -> Optional.of(
                        versions.size() == 1
                                ? new Precondition.Exactly(new ExpectedVersion(versions.first()))
                                : new Precondition.AnyOf(versions)));
            }
            case IfMatch.Malformed(var reason) -> {
                faults.add(Fault.header(HeaderNames.IF_MATCH.defaultCase(), reason));
                yield Optional.empty();
            }
        };
    }

    private static Refusal versionMissing() {
        return new Refusal(Problem.of(
                CircleProblem.PRECONDITION_REQUIRED,
                "Read the circle, then send the version you have read: its ETag as If-Match, or the version itself."));
    }
}
