package io.ledger.http.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.ledger.core.feed.FeedPlace;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.EntityTag;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.Reply;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.answer.StreamedAnswer;
import io.ledger.http.feed.EventStream;
import io.ledger.http.request.AcceptHeader;
import io.ledger.http.request.Call;
import io.ledger.http.request.JsonBody;
import io.ledger.http.request.JsonBody.Value;
import io.ledger.http.request.PageSize;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.request.WholeNumber;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import io.ledger.http.server.Notes.Note;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The smallest API that has all that the kernel does: lists, documents, changes with a version, and a stream. */
final class NoteRoutes implements RouteGroup {

    private static final String PATH = "/note";
    private static final String STREAM = "text/event-stream";
    private static final String AFTER = "after";
    private static final String PLACE = "place";

    private final Notes notes;
    private final NoteNews news;

    NoteRoutes(Notes notes, NoteNews news) {
        this.notes = notes;
        this.news = news;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", PATH, RouteKind.PAGE, this::list)
                .add("POST", PATH, RouteKind.WITH_BODY, this::create)
                .add("GET", PATH + "/{id}", this::find)
                .add("PUT", PATH + "/{id}", RouteKind.WITH_BODY, this::resize)
                .add("DELETE", PATH + "/{id}", this::remove)
                .add("GET", "/news", RouteKind.PAGE, this::news)
                .add("GET", "/elsewhere", NoteRoutes::elsewhere);
    }

    private Answer list(Call call) {
        var faults = new Faults();
        var parameters = QueryParameters.of(call, List.of(PageSize.NAME, AFTER), faults);
        var limit = PageSize.of(parameters, faults);
        var after = parameters.get(AFTER).map(Integer::parseInt).orElse(0);
        faults.refuseIfAny();
        var page = notes.page(after, limit);
        var answer = Answer.json(200, page.stream().map(NoteRoutes::document).toList())
                .revalidated();
        return page.size() < limit
                ? answer
                : answer.with(
                        HeaderNames.LINK, "<%s?limit=%d&after=%d>; rel=\"next\"".formatted(PATH, limit, after + limit));
    }

    /** Leads to where the caller says. */
    private static Answer elsewhere(Call call) {
        var faults = new Faults();
        var place = QueryParameters.of(call, List.of(PLACE), faults).get(PLACE);
        faults.refuseIfAny();
        return Answer.empty(204).with(HeaderNames.LOCATION, place.orElse(PATH));
    }

    private Answer create(Call call) {
        var body = JsonBody.read(call);
        var faults = new Faults();
        var text = body.get("text") instanceof Value.Text(var given) ? Optional.of(given) : Optional.<String>empty();
        if (text.isEmpty()) {
            faults.add(Fault.field("text", "The text is missing"));
        }
        var size = size(body, faults);
        faults.refuseIfAny();
        return changed(201, notes.add(text.orElseThrow(), size));
    }

    private Answer find(Call call) {
        var note = note(call);
        return Answer.json(200, document(note))
                .revalidated()
                .tagged(EntityTag.of(note.version()), call.headerLines(HeaderNames.IF_NONE_MATCH));
    }

    private Answer resize(Call call) {
        var note = note(call);
        var faults = new Faults();
        var size = size(JsonBody.read(call), faults);
        faults.refuseIfAny();
        if (!call.headerLines(HeaderNames.IF_MATCH).equals(List.of(EntityTag.of(note.version())))) {
            throw new Refusal(Problem.of(ServerProblem.INVALID_REQUEST, "Send the tag you have read as If-Match."));
        }
        return changed(200, notes.resize(note, size));
    }

    private Answer remove(Call call) {
        notes.remove(note(call));
        return Answer.empty(204);
    }

    private Reply news(Call call) {
        var varies = List.of(HeaderValues.createCached(HeaderNames.VARY, "Accept"));
        return AcceptHeader.asksFor(STREAM, "application/json", call.headerLines(HeaderNames.ACCEPT))
                ? new StreamedAnswer(
                        varies, STREAM, new EventStream(news.listener(), FeedPlace.START, Duration.ofMillis(200)))
                : new Answer(200, varies, "application/json", news.all().toString());
    }

    private static long size(Map<String, Value> body, Faults faults) {
        if (body.get("size") instanceof Value.Numeral(var literal)
                && WholeNumber.of(literal) instanceof WholeNumber.Whole(var size)) {
            return size;
        }
        faults.add(Fault.field("size", "The size is no whole number"));
        return 0;
    }

    private Note note(Call call) {
        return notes.find(call.segment("id"))
                .orElseThrow(() -> new Refusal(Problem.of(ServerProblem.NOT_FOUND, "No note has this id.")));
    }

    private static Answer changed(int status, Note note) {
        return Answer.json(status, document(note))
                .with(HeaderNames.LOCATION, PATH + "/" + note.id())
                .with(HeaderNames.ETAG, EntityTag.of(note.version()));
    }

    private static Map<String, Object> document(Note note) {
        return Map.of("id", note.id(), "text", note.text(), "size", note.size(), "version", note.version());
    }
}
