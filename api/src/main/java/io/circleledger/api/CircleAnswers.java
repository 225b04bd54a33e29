package io.circleledger.api;

import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleSearch.Place;
import io.circleledger.domain.readmodel.CircleView;
import io.helidon.http.HeaderNames;
import io.ledger.core.StreamId;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.person.PersonId;
import io.ledger.core.read.ChangeQueries.ListedChange;
import io.ledger.core.read.DocumentList;
import io.ledger.core.read.SearchHits;
import io.ledger.core.read.StreamAnswer;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.EntityTag;
import io.ledger.http.answer.EntityTag.IfMatch;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.person.PersonProblem;
import io.ledger.http.request.Cursor;
import io.ledger.http.request.IdempotencyHeader;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.request.RequestContext;
import io.ledger.http.request.TotalCount;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The table from the outcome of a command or a query to its answer. */
final class CircleAnswers {

    /** What lists of circles are asked for to tell when, and by whom, each was changed. */
    static final String CHANGES = "changes";

    private CircleAnswers() {}

    /** @param owner who owns it, if that was asked for */
    static Answer created(CommandOutcome<CircleRejection> outcome, Optional<PersonId> owner) {
        return switch (outcome) {
            case CommandOutcome.Done<CircleRejection> done ->
                done(201, done, owner).with(HeaderNames.LOCATION, CircleApi.PATH + "/" + done.id());
            case CommandOutcome.ConflictingCommand<CircleRejection> _ ->
                throw new IllegalStateException("A new id was in use: " + outcome);
            case CommandOutcome.RejectedCommand<CircleRejection> rejected ->
                rejected(rejected).answer();
            case CommandOutcome.InProgress<CircleRejection> _ -> inProgress().answer();
            case CommandOutcome.KeyReused<CircleRejection> _ ->
                IdempotencyHeader.reused().answer();
        };
    }

    static Answer updated(CommandOutcome<CircleRejection> outcome, IfMatch ifMatch) {
        return changed(outcome, ifMatch, done -> done(200, done, Optional.empty()));
    }

    static Answer dissolved(CommandOutcome<CircleRejection> outcome, IfMatch ifMatch) {
        return changed(outcome, ifMatch, done -> LedgerPosition.on(Answer.empty(204), done.position()));
    }

    private static Answer changed(
            CommandOutcome<CircleRejection> outcome,
            IfMatch ifMatch,
            Function<CommandOutcome.Done<CircleRejection>, Answer> success) {
        return switch (outcome) {
            case CommandOutcome.Done<CircleRejection> done -> success.apply(done);
            case CommandOutcome.ConflictingCommand<CircleRejection> conflict ->
                versionConflict(conflict.currentVersion(), ifMatch).answer();
            case CommandOutcome.RejectedCommand<CircleRejection> rejected ->
                rejected(rejected).answer();
            case CommandOutcome.InProgress<CircleRejection> _ -> inProgress().answer();
            case CommandOutcome.KeyReused<CircleRejection> _ ->
                IdempotencyHeader.reused().answer();
        };
    }

    static Answer found(StreamId id, StreamAnswer<CircleView> answer, List<String> ifNoneMatch) {
        var found = switch (answer) {
            case StreamAnswer.Visible<CircleView> living ->
                circle(living.document())
                        .revalidated()
                        .tagged(EntityTag.of(living.document().version()), ifNoneMatch);
            case StreamAnswer.Hidden<CircleView> dissolved ->
                dissolved(id, dissolved.version()).answer();
            case StreamAnswer.NeverWas<CircleView> _ -> unknownCircle().answer();
        };
        return LedgerPosition.on(found, answer.completeTo());
    }

    /** @param changes of each circle, if they were asked for */
    static Answer listed(DocumentList<CircleView> page, Optional<List<ListedChange>> changes, int limit) {
        var next = page.next()
                .map(after ->
                        "limit=%d&cursor=%s".formatted(limit, Cursor.of(CircleRoutes.BY_CREATION, after.value())));
        return circles(page.completeTo(), page.documents(), changes, next, page.total());
    }

    /** @param changes of each circle, if they were asked for */
    static Answer searched(
            SearchParameters.CircleQuestion question,
            SearchHits<CircleView, Place> page,
            Optional<List<ListedChange>> changes,
            int limit) {
        var next = page.next().map(after -> SearchParameters.next(question, limit, after));
        return circles(page.completeTo(), page.documents(), changes, next, page.total());
    }

    /** @param next the query of the next page */
    private static Answer circles(
            GlobalPosition completeTo,
            List<CircleView> views,
            Optional<List<ListedChange>> changes,
            Optional<String> next,
            long total) {
        var circles = IntStream.range(0, views.size())
                .mapToObj(i -> CircleJson.of(views.get(i), changes.map(all -> all.get(i))))
                .collect(Collectors.joining(",", "[", "]"));
        var with = changes.isPresent() ? "&with=" + CHANGES : "";
        var answer = TotalCount.on(LedgerPosition.on(Answer.json(200, circles), completeTo), total)
                .with(HeaderNames.VARY, "Accept")
                .revalidated();
        return next.map(query ->
                        answer.with(HeaderNames.LINK, "<" + CircleApi.PATH + "?" + query + with + ">; rel=\"next\""))
                .orElse(answer);
    }

    /** One circle as it is read, now or in the past. */
    static Answer circle(CircleView view) {
        return Answer.json(200, CircleJson.of(view, Optional.empty()));
    }

    /** @param version that of the circle's last event */
    static Problem dissolved(StreamId id, int version) {
        var history = CircleApi.PATH + "/" + id + "/events";
        return Problem.of(
                        CircleProblem.CIRCLE_DISSOLVED,
                        "Circle %s came to its end with version %d; take it off your list, or read its history."
                                .formatted(id, version))
                .member("version", version)
                .member("history", RequestContext.current().base().of(history))
                .header(HeaderNames.LINK, "<" + history + ">; rel=\"version-history\"");
    }

    static Problem unknownCircle() {
        return Problem.of(
                CircleProblem.CIRCLE_NOT_FOUND, "No circle has this id; list the circles to find the one you mean.");
    }

    private static Problem inProgress() {
        return Problem.of(
                        ServerProblem.REQUEST_IN_PROGRESS,
                        "Wait for the answer to the first request with this Idempotency-Key, or send it again later.")
                .retryLater();
    }

    /** The answer where a rule is broken before there is a command. */
    static Answer refused(CircleRejection rejection) {
        return rejected(new CommandOutcome.RejectedCommand<>(Circles.stream(new UUID(0, 0)), rejection))
                .answer();
    }

    private static Problem rejected(CommandOutcome.RejectedCommand<CircleRejection> rejected) {
        return switch (rejected.rejection()) {
            case CIRCLE_DOES_NOT_EXIST -> unknownCircle();
            case CIRCLE_IS_DISSOLVED ->
                Problem.of(
                                CircleProblem.CIRCLE_DISSOLVED,
                                "A dissolved circle takes no change; reinstate it, or create a new one.")
                        .status(409);
            case UPDATE_NAMES_NO_FIELD ->
                Problem.of(ServerProblem.INVALID_REQUEST, "The change names no field; name at least one.");
            case NAME_IS_TAKEN -> {
                var holder = rejected.other().orElseThrow().id();
                yield Problem.of(
                                CircleProblem.NAME_TAKEN,
                                "Circle %s bears this name, or one that people take for it; choose another name."
                                        .formatted(holder))
                        .member("circle_id", holder);
            }
            case CIRCLE_IS_FULL ->
                Problem.of(
                        CircleProblem.CIRCLE_FULL,
                        "The circle has as many members as its capacity, the owner included; raise the capacity"
                                + " first.");
            case FINAL_GRADE_CANNOT_JOIN ->
                Problem.of(
                        CircleProblem.FINAL_GRADE_CANNOT_JOIN,
                        "The student is in the final grade and joins no circle any more; correct the grade if it is"
                                + " wrong.");
            case OWNER_MUST_BE_IN_GRADE ->
                Problem.of(
                        CircleProblem.OWNER_MUST_BE_IN_GRADE,
                        "An owner is a student in one of the grades of OWNER_GRADES; name another one, or send"
                                + " \"override\": true with a reason for a student of another grade.");
            case OWNER_CANNOT_LEAVE ->
                Problem.of(
                        CircleProblem.OWNER_CANNOT_LEAVE,
                        "Hand the circle over first: PUT its owner; the old owner stays as a member and can leave"
                                + " then.");
            case TOO_MANY_CIRCLES ->
                Problem.of(
                        CircleProblem.TOO_MANY_CIRCLES,
                        "The person is in as many circles as MAX_CIRCLES_PER_PERSON allows; let them leave one first.");
            case NOT_A_MEMBER ->
                Problem.of(
                        CircleProblem.NOT_A_MEMBER,
                        "The person is not a member of this circle; let them join first, or read the roster.");
            case ADVISOR_MUST_BE_STAFF ->
                Problem.of(
                        CircleProblem.ADVISOR_MUST_BE_STAFF,
                        "An advisor is of the staff; name somebody whose kind is \"staff\".");
            case CAPACITY_BELOW_MEMBERS ->
                Problem.of(
                        CircleProblem.CAPACITY_BELOW_MEMBERS,
                        "The circle has more members than this capacity; choose a higher one, or remove members"
                                + " first.");
            case CIRCLE_IS_SUSPENDED ->
                Problem.of(
                        CircleProblem.CIRCLE_IS_SUSPENDED,
                        "Nobody joins a suspended circle; reinstate it first. Members can leave.");
            case CIRCLE_IS_LAPSED ->
                Problem.of(
                        CircleProblem.CIRCLE_IS_LAPSED,
                        "Nobody joins a circle that has lapsed; renew or reinstate it first. Members can leave.");
            case PERSON_IS_ERASED -> PersonProblem.erased();
            case CIRCLE_ALREADY_EXISTS -> throw new IllegalStateException("A new id was in use");
        };
    }

    private static Problem versionConflict(int currentVersion, IfMatch ifMatch) {
        var status = switch (ifMatch) {
            case IfMatch.Tags _, IfMatch.Malformed _ -> 412;
            case IfMatch.NoCondition _, IfMatch.Wildcard _ -> 409;
        };
        var detail = EntityTag.explained(ifMatch)
                .map(fault -> "%s The circle is at version %d now.".formatted(fault, currentVersion))
                .orElseGet(() ->
                        "The circle is at version %d now; read it again and decide whether your change still holds."
                                .formatted(currentVersion));
        return Problem.of(CircleProblem.VERSION_CONFLICT, detail)
                .status(status)
                .member("current_version", currentVersion)
                .header(HeaderNames.ETAG, EntityTag.of(currentVersion));
    }

    private static Answer done(int status, CommandOutcome.Done<CircleRejection> done, Optional<PersonId> owner) {
        // By hand, as in CircleJson: there is nothing in it to escape.
        var document = "{\"circle_id\":\"" + done.id() + "\",\"version\":" + done.version() + ",\"position\":"
                + done.position()
                + owner.map(id -> ",\"owner_id\":\"" + id + "\"").orElse("") + "}";
        return LedgerPosition.on(tagged(Answer.json(status, document), done.version()), done.position());
    }

    private static Answer tagged(Answer answer, int version) {
        return answer.with(HeaderNames.ETAG, EntityTag.of(version));
    }
}
