package io.circleledger.api;

import io.circleledger.command.RosterCommands;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.LeaveReason;
import io.circleledger.domain.circle.Office;
import io.circleledger.query.RosterQueries;
import io.ledger.core.Parsed;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Reason;
import io.ledger.core.command.Request;
import io.ledger.core.person.PersonId;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.person.PersonProblem;
import io.ledger.http.person.PersonalReads;
import io.ledger.http.request.BodyValues;
import io.ledger.http.request.Call;
import io.ledger.http.request.Cursor;
import io.ledger.http.request.IdempotencyHeader;
import io.ledger.http.request.JsonBody;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.request.PageSize;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.request.VersionCondition;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import java.util.List;
import java.util.Optional;

/** The people of circles: who joins and leaves, owns a circle or has an office, and the rosters. */
public final class RosterRoutes implements RouteGroup {

    /** Members by the events that they joined by. */
    static final Cursor.Walk BY_JOINING = new Cursor.Walk("m1:");

    private static final String MEMBERS = "/circle/{id}/members";
    private static final String MEMBER = MEMBERS + "/{person_id}";
    private static final String OFFICER = "/circle/{id}/officers/{office}";
    private static final String CURSOR = "cursor";
    private static final String LEAVE = "leave";
    static final String PERSON = "person_id";
    static final String OVERRIDE = "override";

    private final RosterCommands commands;
    private final RosterQueries queries;
    private final PersonalReads reads;

    public RosterRoutes(RosterCommands commands, RosterQueries queries, PersonalReads reads) {
        this.commands = commands;
        this.queries = queries;
        this.reads = reads;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", MEMBERS, RouteKind.PAGE, this::roster)
                .add("PUT", MEMBER, RouteKind.OPTIONAL_BODY, this::join)
                .add("DELETE", MEMBER, this::leave)
                .add("PUT", "/circle/{id}/owner", RouteKind.WITH_BODY, this::handOver)
                .add("PUT", OFFICER, RouteKind.WITH_BODY, this::appoint)
                .add("DELETE", OFFICER, this::relieve)
                .add("GET", "/person/{id}/circles", RouteKind.PAGE, this::circles);
    }

    /** A change of the roster, as a request asks for it. */
    private record Change(VersionCondition condition, Optional<Reason> reason, Optional<IdempotencyKey> key) {

        /** Of a request without a body. */
        static Change of(Call call, QueryParameters parameters, Faults faults) {
            return new Change(
                    VersionCondition.of(call, parameters, faults),
                    CircleRoutes.reason(parameters, faults),
                    IdempotencyHeader.of(call, faults));
        }

        /** Of a request with a body that may be missing: what it could say may stand in the query as well, in one of them. */
        static Change of(Call call, QueryParameters parameters, BodyValues body, Faults faults) {
            for (var name : List.of(VersionCondition.PARAMETER, CircleRoutes.REASON)) {
                if (body.has(name) && parameters.get(name).isPresent()) {
                    faults.add(Fault.parameter(name, "It is in the body as well; send it once"));
                }
            }
            var said = body.text(CircleRoutes.REASON, Reason::parse);
            return new Change(
                    body.has(BodyValues.VERSION)
                            ? VersionCondition.of(call, body.version(), faults)
                            : VersionCondition.of(call, parameters, faults),
                    said.or(() -> CircleRoutes.reason(parameters, faults)),
                    IdempotencyHeader.of(call, faults));
        }

        static Change of(Call call, BodyValues body, Faults faults) {
            QueryParameters.of(call, List.of(), faults);
            return new Change(
                    VersionCondition.of(call, body.version(), faults),
                    body.text(CircleRoutes.REASON, Reason::parse),
                    IdempotencyHeader.of(call, faults));
        }

        Request request(Call call) {
            return CircleRoutes.request(call, reason, key);
        }

        Answer answer(Optional<CommandOutcome<CircleRejection>> outcome) {
            return outcome.map(this::answer)
                    .orElseGet(() -> PersonProblem.unknown().answer());
        }

        Answer answer(CommandOutcome<CircleRejection> outcome) {
            return CircleAnswers.updated(outcome, condition.ifMatch());
        }
    }

    private Answer join(Call call) {
        var circle = CircleRoutes.circleId(call);
        var faults = new Faults();
        var parameters = QueryParameters.of(call, List.of(VersionCondition.PARAMETER, CircleRoutes.REASON), faults);
        var body = BodyValues.of(JsonBody.read(call), List.of(CircleRoutes.REASON, BodyValues.VERSION), faults);
        var change = Change.of(call, parameters, body, faults);
        faults.refuseIfAny();
        return change.answer(
                commands.join(circle, personId(call, PERSON), change.condition().orAny(), change.request(call)));
    }

    private Answer leave(Call call) {
        var circle = CircleRoutes.circleId(call);
        var faults = new Faults();
        var parameters =
                QueryParameters.of(call, List.of(VersionCondition.PARAMETER, CircleRoutes.REASON, LEAVE), faults);
        var change = Change.of(call, parameters, faults);
        var reason =
                parameters.get(LEAVE).map(text -> leaveReason(text, faults)).orElse(LeaveReason.LEFT);
        faults.refuseIfAny();
        return change.answer(commands.leave(
                circle, personId(call, PERSON), reason, change.condition().orAny(), change.request(call)));
    }

    /** Graduating and erasing are more than leaving a circle, and have requests of their own. */
    private static LeaveReason leaveReason(String text, Faults faults) {
        return LeaveReason.parse(text)
                .filter(it -> it == LeaveReason.LEFT || it == LeaveReason.REMOVED)
                .orElseGet(() -> {
                    faults.add(Fault.parameter(LEAVE, "It must be left or removed"));
                    return LeaveReason.LEFT;
                });
    }

    private Answer handOver(Call call) {
        var circle = CircleRoutes.circleId(call);
        var faults = new Faults();
        var body = BodyValues.of(
                JsonBody.read(call), List.of(PERSON, OVERRIDE, CircleRoutes.REASON, BodyValues.VERSION), faults);
        var change = Change.of(call, body, faults);
        var person = person(body);
        var isOverridden = isOverridden(body, change.reason(), faults);
        faults.refuseIfAny();
        if (isOverridden) {
            CircleRoutes.staffOnly("The owner of a circle overrides no rule; hand it over without override");
        }
        return change.answer(commands.handOver(
                circle,
                person.orElseThrow(RosterRoutes::unknownPerson),
                isOverridden,
                change.condition().orAny(),
                change.request(call)));
    }

    /** Whether a rule is overridden, for which there has to be a reason. */
    static boolean isOverridden(BodyValues body, Optional<Reason> reason, Faults faults) {
        var isOverridden = body.flag(OVERRIDE).orElse(false);
        if (isOverridden && reason.isEmpty()) {
            faults.add(Fault.field(CircleRoutes.REASON, "Who overrides a rule gives a reason; send one"));
        }
        return isOverridden;
    }

    /** The person whom a body names; of another shape than an id is one whom nobody knows. */
    private static Optional<PersonId> person(BodyValues body) {
        body.require(PERSON);
        return body.text(PERSON, Parsed.Valid::new).flatMap(PersonId::parse);
    }

    private Answer appoint(Call call) {
        var circle = CircleRoutes.circleId(call);
        var office = office(call);
        var faults = new Faults();
        var body = BodyValues.of(JsonBody.read(call), List.of(PERSON, CircleRoutes.REASON, BodyValues.VERSION), faults);
        var change = Change.of(call, body, faults);
        var person = person(body);
        faults.refuseIfAny();
        return change.answer(commands.appoint(
                circle,
                office,
                person.orElseThrow(RosterRoutes::unknownPerson),
                change.condition().orAny(),
                change.request(call)));
    }

    private Answer relieve(Call call) {
        var circle = CircleRoutes.circleId(call);
        var office = office(call);
        var faults = new Faults();
        var parameters = QueryParameters.of(call, List.of(VersionCondition.PARAMETER, CircleRoutes.REASON), faults);
        var change = Change.of(call, parameters, faults);
        faults.refuseIfAny();
        return change.answer(commands.relieve(circle, office, change.condition().orAny(), change.request(call)));
    }

    private static Office office(Call call) {
        return Office.parse(call.segment("office"))
                .orElseThrow(() -> new Refusal(Problem.of(
                        ServerProblem.NOT_FOUND,
                        "There is no such office; the offices are vice, treasurer, advisor.")));
    }

    private static PersonId personId(Call call, String segment) {
        return PersonId.parse(call.segment(segment)).orElseThrow(RosterRoutes::unknownPerson);
    }

    private static Refusal unknownPerson() {
        return new Refusal(PersonProblem.unknown());
    }

    private Answer roster(Call call) {
        var circle = CircleRoutes.circleId(call);
        var faults = new Faults();
        var parameters = QueryParameters.of(call, List.of(PageSize.NAME, CURSOR), faults);
        var limit = PageSize.of(parameters, faults);
        var after = parameters
                .get(CURSOR)
                .map(text -> Cursor.parse(BY_JOINING, text).orElseGet(() -> {
                    faults.add(Fault.parameter(
                            CURSOR, "The cursor is not one of a roster; follow the link with rel=\"next\""));
                    return 0L;
                }));
        var seen = LedgerPosition.seenBy(call, faults);
        faults.refuseIfAny();
        reads.note("roster", circle.id());
        return RosterAnswers.roster(circle, queries.roster(circle, after, limit, seen), limit);
    }

    private Answer circles(Call call) {
        var person = personId(call, "id");
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        var seen = LedgerPosition.seenBy(call, faults);
        faults.refuseIfAny();
        reads.note("circles", person.toString());
        return RosterAnswers.circles(queries.circles(person, seen));
    }
}
