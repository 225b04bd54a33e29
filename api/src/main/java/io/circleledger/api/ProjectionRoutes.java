package io.circleledger.api;

import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.readmodel.ParkedCircle;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows how the read models follow the log, and tries again what it could not read. */
public final class ProjectionRoutes extends RouteGroup {

    private final Projection projection;

    public ProjectionRoutes(Projection projection) {
        this.projection = projection;
    }

    @Override
    void addTo(Routes routes) {
        routes.add("GET", "/projection", this::state).add("POST", "/projection/parked/{id}/retry", this::retry);
    }

    private Answer state(Call call) {
        takesNoParameters(call);
        var state = projection.state();
        var document = new LinkedHashMap<String, Object>();
        document.put("position", state.position().value());
        document.put("head", state.head().value());
        lag(document, state.head(), state.position(), state.behindFor());
        document.put("audited", state.audited());
        document.put("diverged", state.diverged());
        document.put("parked", documents(state.parked()));
        document.put("search", search(state.head(), state.search()));
        return Answer.json(200, document);
    }

    private static Map<String, Object> search(GlobalPosition head, Projection.Search search) {
        var document = new LinkedHashMap<String, Object>();
        document.put("position", search.position().value());
        lag(document, head, search.position(), search.behindFor());
        document.put("parked", documents(search.parked()));
        return document;
    }

    private static void lag(
            Map<String, Object> document, GlobalPosition head, GlobalPosition position, Duration behindFor) {
        document.put("lag_positions", Math.max(0, head.value() - position.value()));
        document.put("lag_seconds", behindFor.toMillis() / 1000.0);
    }

    private static List<Map<String, Object>> documents(List<ParkedCircle> parked) {
        return parked.stream().map(ProjectionRoutes::document).toList();
    }

    private static Map<String, Object> document(ParkedCircle parked) {
        var document = new LinkedHashMap<String, Object>();
        document.put("circle_id", parked.circleId());
        document.put("version", parked.version());
        document.put("position", parked.position().value());
        document.put("reason", parked.reason());
        document.put("since", parked.since().toString());
        return document;
    }

    private Answer retry(Call call) {
        takesNoParameters(call);
        var id = CircleId.parse(call.segment("id")).orElseThrow(() -> new Refusal(CircleAnswers.unknownCircle()));
        return switch (projection.retry(id)) {
            case Projection.Retry.Shown() -> Answer.json(200, Map.of("circle_id", id.value(), "status", "shown"));
            case Projection.Retry.StillParked still ->
                Problem.of(
                                ProblemType.STILL_PARKED,
                                "The history breaks the rules at version %d: %s; mend it and try again."
                                        .formatted(still.version(), still.reason()))
                        .member("circle_id", id.value())
                        .member("version", still.version())
                        .answer();
            case Projection.Retry.Unknown() -> CircleAnswers.unknownCircle().answer();
            case Projection.Retry.Busy() ->
                Problem.of(ProblemType.READ_MODEL_BEHIND, "The read model is busy; try again in a moment.")
                        .retryLater()
                        .answer();
        };
    }

    private static void takesNoParameters(Call call) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        faults.refuseIfAny();
    }
}
