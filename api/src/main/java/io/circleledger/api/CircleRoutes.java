package io.circleledger.api;

import io.circleledger.api.SearchParameters.CircleQuestion;
import io.circleledger.command.CircleCommands;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.Place;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.query.CircleQueries;
import io.helidon.http.HeaderNames;
import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.command.Reason;
import io.ledger.core.command.Request;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.ChangeQueries;
import io.ledger.core.read.ChangeQueries.ListedChange;
import io.ledger.core.read.DocumentList;
import io.ledger.core.read.HistoryQueries;
import io.ledger.core.read.PagedEntries;
import io.ledger.core.read.PagedEntries.EntryPage;
import io.ledger.core.read.SearchHits;
import io.ledger.core.read.SearchQueries;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.stream.EventStamps.EventKey;
import io.ledger.core.text.NameFolding;
import io.ledger.http.HttpLimits;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Downloads;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.Reply;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.request.AnswerFormat;
import io.ledger.http.request.AsOfParameters;
import io.ledger.http.request.Call;
import io.ledger.http.request.Cursor;
import io.ledger.http.request.Days;
import io.ledger.http.request.IdempotencyHeader;
import io.ledger.http.request.JsonBody;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.request.PageSize;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.request.RequestContext;
import io.ledger.http.request.VersionCondition;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import io.ledger.office.ListFile;
import io.ledger.tables.TableCell;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be done with circles: create, read, list, change, dissolve. */
public final class CircleRoutes implements RouteGroup {

    /** Circles by the position of their creation. */
    static final Cursor.Walk BY_CREATION = new Cursor.Walk("c1:");

    private static final String CURSOR = "cursor";

    /** What can be shown with each circle of a page. */
    private static final String WITH = "with";

    static final String REASON = "reason";

    private static final List<String> LIST = Stream.concat(
                    Stream.of(PageSize.NAME, CURSOR, WITH, AnswerFormat.PARAMETER), SearchParameters.NAMES.stream())
            .toList();

    private final CreationRoute creation;
    private final CircleCommands commands;
    private final CircleQueries queries;
    private final SearchQueries<Criteria, Place, CircleView> searches;
    private final ChangeQueries changes;
    private final HistoryQueries<Circle, CircleEvent> histories;
    private final NameFolding folding;
    private final Days days;
    private final Downloads downloads = new Downloads();

    /**
     * @param folding by which names are found
     * @param zone where a date is a day
     */
    public CircleRoutes(
            CreationRoute creation,
            CircleCommands commands,
            CircleQueries queries,
            SearchQueries<Criteria, Place, CircleView> searches,
            ChangeQueries changes,
            HistoryQueries<Circle, CircleEvent> histories,
            NameFolding folding,
            ZoneId zone) {
        this.creation = creation;
        this.commands = commands;
        this.queries = queries;
        this.searches = searches;
        this.changes = changes;
        this.histories = histories;
        this.folding = folding;
        this.days = new Days(zone);
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", "/circle", RouteKind.PAGE, this::list)
                .add("POST", "/circle", RouteKind.WITH_BODY, creation::create)
                .add("GET", "/circle/{id}", this::find)
                .add("PUT", "/circle/{id}", RouteKind.WITH_BODY, this::update)
                .add("DELETE", "/circle/{id}", this::dissolve);
    }

    /**
     * Refuses those who may only do what they do because it is their own circle.
     *
     * @param detail what they may do, without the last full stop
     */
    static void staffOnly(String detail) {
        if (!RequestContext.current().caller().may(AccountRole.EDITOR)) {
            throw new Refusal(Problem.of(
                    ServerProblem.FORBIDDEN,
                    "%s, or ask for the role %s.".formatted(detail, AccountRole.EDITOR.label())));
        }
    }

    private Answer update(Call call) {
        var id = circleId(call);
        var body = JsonBody.read(call);
        if (Stream.of(CircleDetails.CAPACITY, CircleDetails.KIND)
                .map(CircleFields::name)
                .anyMatch(body::containsKey)) {
            staffOnly("The owner and officers of a circle change its name and how that is read; leave out the rest");
        }
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        var fields = CircleFields.forUpdate(body, faults);
        var condition = VersionCondition.of(call, fields.version(), faults);
        var key = IdempotencyHeader.of(call, faults);
        faults.refuseIfAny();
        var outcome = commands.update(
                id,
                condition.precondition().orElseThrow(CircleRoutes::versionMissing),
                fields.change(),
                request(call, fields.reason(), key));
        return CircleAnswers.updated(outcome, condition.ifMatch());
    }

    private Answer dissolve(Call call) {
        var id = circleId(call);
        var faults = new Faults();
        var parameters = QueryParameters.of(call, List.of(VersionCondition.PARAMETER, REASON), faults);
        var condition = VersionCondition.of(call, parameters, faults);
        var reason = reason(parameters, faults);
        var key = IdempotencyHeader.of(call, faults);
        faults.refuseIfAny();
        var outcome = commands.dissolve(
                id, condition.precondition().orElseThrow(CircleRoutes::versionMissing), request(call, reason, key));
        return CircleAnswers.dissolved(outcome, condition.ifMatch());
    }

    /** The reason that a request without a body gives. */
    static Optional<Reason> reason(QueryParameters parameters, Faults faults) {
        return parameters.get(REASON).flatMap(text -> switch (Reason.parse(text)) {
            case Parsed.Valid<Reason>(var reason) -> Optional.of(reason);
            case Parsed.Invalid<Reason>(var fault) -> {
                faults.add(Fault.parameter(REASON, fault));
                yield Optional.empty();
            }
        });
    }

    static Request request(Call call, Optional<Reason> reason, Optional<IdempotencyKey> key) {
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

    private Reply list(Call call) {
        var faults = new Faults();
        var parameters = QueryParameters.of(call, LIST, SearchParameters.REPEATABLE, faults);
        var file = CircleFile.of(call, parameters, faults);
        if (file.isPresent()) {
            return file(call, file.get(), parameters, faults);
        }
        var limit = PageSize.of(parameters, faults);
        var seen = LedgerPosition.seenBy(call, faults);
        var cursor = parameters.get(CURSOR);
        var isWithChanges = isWithChanges(parameters, faults);
        var question = SearchParameters.of(parameters, folding, days, faults);
        if (question.isPresent()) {
            return search(question.get(), cursor, limit, isWithChanges, seen, faults);
        }
        var after = cursor.map(text -> after(text, faults)).orElse(GlobalPosition.START);
        faults.refuseIfAny();
        var page = queries.list(after, limit, seen);
        return CircleAnswers.listed(page, changes(isWithChanges, page.documents()), limit);
    }

    private static boolean isWithChanges(QueryParameters parameters, Faults faults) {
        var wanted = parameters.get(WITH);
        if (wanted.isPresent() && !wanted.get().equals(CircleAnswers.CHANGES)) {
            faults.add(Fault.parameter(
                    WITH,
                    "Circles are not listed with this; use %s, or leave this out".formatted(CircleAnswers.CHANGES)));
        }
        return wanted.isPresent();
    }

    private Optional<List<ListedChange>> changes(boolean areWanted, List<CircleView> circles) {
        return areWanted
                ? Optional.of(changes.of(circles.stream()
                        .map(circle -> new EventKey(Circles.stream(circle.id()), circle.version()))
                        .toList()))
                : Optional.empty();
    }

    /** The whole list, or all that a search finds, as a file. Its first page is read before anything is sent. */
    private Reply file(Call call, ListFile file, QueryParameters parameters, Faults faults) {
        var seen = LedgerPosition.seenBy(call, faults);
        var question = SearchParameters.of(parameters, folding, days, faults);
        for (var name : List.of(PageSize.NAME, CURSOR)) {
            if (parameters.get(name).isPresent()) {
                faults.add(Fault.parameter(name, "A file has the whole list; leave this out, or ask for JSON"));
            }
        }
        if (isWithChanges(parameters, faults)) {
            faults.add(Fault.parameter(WITH, "A file has the circles alone; leave this out, or ask for JSON"));
        }
        faults.refuseIfAny();
        if (question.isPresent()) {
            var asked = question.get();
            var first = hits(asked, Optional.empty(), HttpLimits.PAGE_MAX, seen);
            return file(
                    file,
                    first.completeTo(),
                    new PagedEntries<>(
                            rows(first),
                            place -> rows(hits(asked, Optional.of(place), HttpLimits.PAGE_MAX, first.completeTo()))));
        }
        var first = queries.list(GlobalPosition.START, HttpLimits.PAGE_MAX, seen);
        return file(
                file,
                first.completeTo(),
                new PagedEntries<>(
                        rows(first), after -> rows(queries.list(after, HttpLimits.PAGE_MAX, first.completeTo()))));
    }

    private Reply file(ListFile file, GlobalPosition completeTo, Iterator<List<TableCell>> rows) {
        var writer = file.writer();
        return downloads.of(
                "circles-" + days.today() + "." + writer.fileSuffix(),
                writer.contentType(),
                ListFile.headers(completeTo),
                out -> writer.write(out, file.headings(), rows));
    }

    private static EntryPage<List<TableCell>, Place> rows(SearchHits<CircleView, Place> page) {
        return CircleFile.page(page.documents(), page.next());
    }

    private static EntryPage<List<TableCell>, GlobalPosition> rows(DocumentList<CircleView> page) {
        return CircleFile.page(page.documents(), page.next());
    }

    private Answer search(
            CircleQuestion question,
            Optional<String> cursor,
            int limit,
            boolean isWithChanges,
            GlobalPosition seen,
            Faults faults) {
        var after = cursor.flatMap(text -> SearchPlace.parse(question, text));
        if (cursor.isPresent() && after.isEmpty()) {
            faults.add(Fault.parameter(
                    CURSOR, "The cursor is not one of this search; follow the link with rel=\"next\" as it is"));
        }
        faults.refuseIfAny();
        var page = hits(question, after, limit, seen);
        return CircleAnswers.searched(question, page, changes(isWithChanges, page.documents()), limit);
    }

    private SearchHits<CircleView, Place> hits(
            CircleQuestion question, Optional<Place> after, int limit, GlobalPosition seen) {
        var criteria = question.criteria();
        return question.past()
                .map(past -> searches.findAsOf(past.time(), criteria, after, limit, seen))
                .orElseGet(() -> searches.find(criteria, after, limit, seen));
    }

    static StreamId circleId(Call call) {
        // An id of any other shape is one that no circle has.
        return Circles.parse(call.segment("id")).orElseThrow(() -> new Refusal(CircleAnswers.unknownCircle()));
    }

    private static GlobalPosition after(String text, Faults faults) {
        return Cursor.parse(BY_CREATION, text).map(GlobalPosition::new).orElseGet(() -> {
            faults.add(
                    Fault.parameter(CURSOR, "The cursor is not one of this list; follow the link with rel=\"next\""));
            return GlobalPosition.START;
        });
    }

    private static Refusal versionMissing() {
        return new Refusal(Problem.of(
                CircleProblem.PRECONDITION_REQUIRED,
                "Read the circle, then send the version you have read: its ETag as If-Match, or the version itself."));
    }
}
