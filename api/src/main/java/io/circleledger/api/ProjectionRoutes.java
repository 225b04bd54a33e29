package io.circleledger.api;

import io.circleledger.domain.circle.Circles;
import io.helidon.http.HeaderNames;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.GlobalPosition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows how the read models follow the log, tries again what it could not read, and has one built anew. */
public final class ProjectionRoutes extends RouteGroup {

    private static final String REBUILD = "/projection/rebuild";

    private final Projection projection;
    private final Rebuilds rebuilds;

    public ProjectionRoutes(Projection projection, Rebuilds rebuilds) {
        this.projection = projection;
        this.rebuilds = rebuilds;
    }

    @Override
    void addTo(Routes routes) {
        routes.add("GET", "/projection", this::state)
                .add("POST", "/projection/parked/{id}/retry", this::retry)
                .add("GET", REBUILD, this::rebuild)
                .add("POST", REBUILD, this::beginRebuild);
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
        state.trouble().ifPresent(trouble -> document.put("trouble", trouble));
        document.put("search", search(state.head(), state.search()));
        return Answer.json(200, document);
    }

    private static Map<String, Object> search(GlobalPosition head, Projection.Search search) {
        var document = new LinkedHashMap<String, Object>();
        document.put("position", search.position().value());
        lag(document, head, search.position(), search.behindFor());
        document.put("parked", documents(search.parked()));
        search.trouble().ifPresent(trouble -> document.put("trouble", trouble));
        return document;
    }

    private static void lag(
            Map<String, Object> document, GlobalPosition head, GlobalPosition position, Duration behindFor) {
        document.put("lag_positions", Math.max(0, head.value() - position.value()));
        document.put("lag_seconds", behindFor.toMillis() / 1000.0);
    }

    private static List<Map<String, Object>> documents(List<ParkedStream> parked) {
        return parked.stream().map(ProjectionRoutes::document).toList();
    }

    private static Map<String, Object> document(ParkedStream parked) {
        var document = new LinkedHashMap<String, Object>();
        document.put("circle_id", parked.streamId());
        document.put("version", parked.version());
        document.put("position", parked.position().value());
        document.put("reason", parked.reason());
        document.put("since", parked.since().toString());
        return document;
    }

    private Answer retry(Call call) {
        takesNoParameters(call);
        var id = Circles.parse(call.segment("id")).orElseThrow(() -> new Refusal(CircleAnswers.unknownCircle()));
        return switch (projection.retry(id)) {
            case Projection.Retry.Shown() -> Answer.json(200, Map.of("circle_id", id.id(), "status", "shown"));
            case Projection.Retry.StillParked still ->
                Problem.of(
                                ProblemType.STILL_PARKED,
                                "The history breaks the rules at version %d: %s; mend it and try again."
                                        .formatted(still.version(), still.reason()))
                        .member("circle_id", id.id())
                        .member("version", still.version())
                        .answer();
            case Projection.Retry.Unknown() -> CircleAnswers.unknownCircle().answer();
            case Projection.Retry.Busy() ->
                Problem.of(ProblemType.READ_MODEL_BEHIND, "The read model is busy; try again in a moment.")
                        .retryLater()
                        .answer();
        };
    }

    private Answer rebuild(Call call) {
        takesNoParameters(call);
        return Answer.json(200, document(rebuilds.state()));
    }

    private Answer beginRebuild(Call call) {
        takesNoParameters(call);
        return rebuilds.begin()
                ? Answer.json(202, document(rebuilds.state())).with(HeaderNames.LOCATION, REBUILD)
                : Problem.of(
                                ProblemType.REBUILD_RUNNING,
                                "This server is at it already; GET %s says how far it is.".formatted(REBUILD))
                        .answer();
    }

    private static Map<String, Object> document(Rebuilds.State state) {
        var document = new LinkedHashMap<String, Object>();
        switch (state) {
            case Rebuilds.State.None() -> document.put("state", "none");
            case Rebuilds.State.Running(var startedAt, var work, var done, var total) -> {
                document.put("state", "running");
                document.put("started_at", startedAt.toString());
                document.put("work", work.name().toLowerCase(Locale.ROOT));
                document.put("done", done);
                document.put("total", total);
            }
            case Rebuilds.State.Ended(var startedAt, var endedAt, var result) -> {
                result(document, result);
                document.put("started_at", startedAt.toString());
                document.put("ended_at", endedAt.toString());
            }
        }
        return document;
    }

    /** What came of a rebuild; and where that is not what was wanted, what to do next. */
    private static void result(Map<String, Object> document, Rebuilds.Result result) {
        switch (result) {
            case Rebuilds.Result.Switched(var at, var changed) -> {
                document.put("state", "switched");
                document.put("position", at.value());
                document.put("changed", changed);
            }
            case Rebuilds.Result.Refused(var changed, var circles) -> {
                document.put("state", "refused");
                document.put("changed", changed);
                document.put("circles", circles);
                document.put(
                        "detail",
                        "%d of %d circles would change, so nothing was changed. Look at them with \"circle-ledger"
                                        .formatted(changed, circles)
                                + " rebuild\"; it also does it all the same.");
            }
            case Rebuilds.Result.Busy() -> ended(document, "busy", "Another server or tool is at it; wait for it.");
            case Rebuilds.Result.Prevented(var reason) ->
                ended(document, "prevented", reason + ". Nothing was changed.");
            case Rebuilds.Result.Outrun() ->
                ended(
                        document,
                        "outrun",
                        "The servers' projections were ahead each time; try again when there is less to do.");
            case Rebuilds.Result.Failed(var reason) ->
                ended(document, "failed", reason + "; nothing was changed. Try again.");
        }
    }

    private static void ended(Map<String, Object> document, String state, String detail) {
        document.put("state", state);
        document.put("detail", detail);
    }

    private static void takesNoParameters(Call call) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        faults.refuseIfAny();
    }
}
