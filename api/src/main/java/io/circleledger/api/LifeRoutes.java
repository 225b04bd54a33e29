package io.circleledger.api;

import io.circleledger.command.CircleCommands;
import io.circleledger.domain.circle.CircleRejection;
import io.ledger.core.StreamId;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Reason;
import io.ledger.core.command.Request;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.BodyValues;
import io.ledger.http.request.Call;
import io.ledger.http.request.IdempotencyHeader;
import io.ledger.http.request.JsonBody;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.request.VersionCondition;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import io.ledger.office.BatchOrder;
import java.util.List;

/** The life of circles with the university: renewed year by year, suspended, reinstated. */
public final class LifeRoutes implements RouteGroup {

    private static final String YEAR = "year";

    private final CircleCommands commands;

    public LifeRoutes(CircleCommands commands) {
        this.commands = commands;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("POST", "/circle/{id}/renewal", RouteKind.WITH_BODY, this::renew)
                .add(
                        "POST",
                        "/circle/{id}/suspension",
                        RouteKind.OPTIONAL_BODY,
                        call -> change(call, commands::suspend))
                .add(
                        "POST",
                        "/circle/{id}/reinstatement",
                        RouteKind.OPTIONAL_BODY,
                        call -> change(call, commands::reinstate));
    }

    /** What is done with a circle. */
    @FunctionalInterface
    private interface Step {
        CommandOutcome<CircleRejection> take(StreamId circle, Precondition precondition, Request request);
    }

    private Answer renew(Call call) {
        var faults = new Faults();
        var body = body(call, List.of(YEAR, CircleRoutes.REASON, BodyValues.VERSION), faults);
        body.require(YEAR);
        var year = body.integer(YEAR, 1, BatchOrder.LAST_YEAR);
        return answer(
                call,
                body,
                faults,
                (circle, precondition, request) -> commands.renew(circle, year.orElseThrow(), precondition, request));
    }

    private static Answer change(Call call, Step step) {
        var faults = new Faults();
        return answer(call, body(call, List.of(CircleRoutes.REASON, BodyValues.VERSION), faults), faults, step);
    }

    private static BodyValues body(Call call, List<String> known, Faults faults) {
        QueryParameters.of(call, List.of(), faults);
        return BodyValues.of(JsonBody.read(call), known, faults);
    }

    private static Answer answer(Call call, BodyValues body, Faults faults, Step step) {
        var circle = CircleRoutes.circleId(call);
        var condition = VersionCondition.of(call, body.version(), faults);
        var reason = body.text(CircleRoutes.REASON, Reason::parse);
        var key = IdempotencyHeader.of(call, faults);
        faults.refuseIfAny();
        var outcome = step.take(circle, condition.orAny(), CircleRoutes.request(call, reason, key));
        return CircleAnswers.updated(outcome, condition.ifMatch());
    }
}
